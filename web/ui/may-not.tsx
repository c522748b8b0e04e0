/** A page that the key in use may not see: what is missing, and what to do. */
export const MayNot = ({ page, title, what }: { page: string; title: string; what: string }) => (
  <>
    <h1>{page}</h1>
    <div class="card empty">
      <h2>{title}</h2>
      <p>{what}</p>
    </div>
  </>
);
