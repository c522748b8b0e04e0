import { useText } from "../text";

/** Shown if the code of a page cannot be loaded. */
export function Unloadable() {
  const { unloadable: t } = useText().common;
  return (
    <section class="card empty" role="alert">
      <h1>{t.title}</h1>
      <p>{t.what}</p>
      <button type="button" class="primary" onClick={() => location.reload()}>
        {t.reload}
      </button>
    </section>
  );
}
