/** Shown when the API key lacks the scope of a page. */
export const MayNot = ({ page, title, what }: { page: string; title: string; what: string }) => (
  <>
    <h1>{page}</h1>
    <div class="card empty">
      <h2>{title}</h2>
      <p>{what}</p>
    </div>
  </>
);
