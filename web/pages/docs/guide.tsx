import { useText } from "../../text";
import { CodeBlock } from "../../ui/code-block";
import { Coded } from "./words";

const SECTIONS = [
  "signIn",
  "first",
  "times",
  "paging",
  "downloads",
  "forecasts",
  "errors",
] as const;

type Section = (typeof SECTIONS)[number];

/** Example requests that work on every service. The key comes from the environment. */
const REQUESTS: Record<Section, readonly string[]> = {
  signIn: ["/api/ess/caller/"],
  first: ["/api/ess/operating-sites/", "/api/ess/operating-sites/2/banks/1/latest/"],
  times: [
    "/api/ess/operating-sites/2/banks/1/?start-time=2026-11-22T09:00&end-time=2026-11-22T10:00&fields=timestamp,bank_soc",
  ],
  paging: ["/api/ess/operating-sites/2/banks/1/?date=2026-11-22&page_size=500"],
  downloads: ["/api/ess/download/operating-sites/2/rack/?date=2026-11-22&trailer=1"],
  forecasts: ["/api/ess/stats/forecasting-max-cell-voltage/operating-sites/2/banks/?origin=latest"],
  errors: ["/api/ess/operating-sites/2/banks/1/?page=0&feilds=bank_soc"],
};

/** Introduction: from the key to errors. */
export function Guide() {
  const { docs: t } = useText();
  return (
    <article class="guide">
      <h2 class="hidden" tabIndex={-1}>
        {t.guide}
      </h2>
      {SECTIONS.map((section) => {
        const { title, lines } = t.start[section];
        const text = REQUESTS[section].map(command).join("\n");
        return (
          <section key={section} class="card" id={section} aria-label={title}>
            <h3>{title}</h3>
            {lines.map((line) => (
              <p key={line}>
                <Coded text={line} />
              </p>
            ))}
            {section === "errors" && (
              <p>
                <a href="/docs/errors">{t.start.errors.all}</a>
              </p>
            )}
            <CodeBlock label={`curl: ${title}`} text={text} canCopy />
          </section>
        );
      })}
    </article>
  );
}

const command = (path: string): string =>
  `curl -H "Authorization: Bearer $ESS_KEY" '${location.origin}${path}'`;
