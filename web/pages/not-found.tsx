import { useText } from "../text";
import { useTitle } from "../ui/title";

export function NotFound() {
  const { common: t } = useText();
  useTitle(t.notFound);
  return (
    <section class="card empty">
      <h1>{t.notFound}</h1>
      <p>{t.notFoundWhat}</p>
      <a class="button" href="/">
        {t.toFleet}
      </a>
    </section>
  );
}
