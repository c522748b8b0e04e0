import { useCaller } from "../../../shell/session";
import { useText } from "../../../text";
import { useAddress } from "../../../ui/address";
import { CodeBlock } from "../../../ui/code-block";
import { addressOf, type DataRequest, fileNameOf, formatOf } from "../request/request";
import { SignedLink } from "./signed-link";
import { LANGUAGES, type SnippetLanguage, snippetOf } from "./snippets";

/** The request as a program or as a signed link. */
export function CopyCard({
  request,
  hasTime,
}: {
  request: DataRequest | undefined;
  /** Whether the time column is selected. */
  hasTime: boolean;
}) {
  const t = useText().data.copy;
  const { query, change } = useAddress();
  const way = [...LANGUAGES, "link" as const].find((one) => one === query["copy"]) ?? "curl";
  return (
    <section class="card copy-as" aria-labelledby="data-copy">
      <h2 id="data-copy">{t.title}</h2>
      <div class="row ways">
        {[...LANGUAGES, "link" as const].map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === way}
            onClick={() => change({ copy: one === "curl" ? undefined : one })}
          >
            {t.ways[one]}
          </button>
        ))}
      </div>
      {request &&
        (way === "link" ? (
          <SignedLink key={addressOf(request)} request={request} />
        ) : (
          <Snippet language={way} request={request} hasTime={hasTime} />
        ))}
    </section>
  );
}

function Snippet({
  language,
  request,
  hasTime,
}: {
  language: SnippetLanguage;
  request: DataRequest;
  hasTime: boolean;
}) {
  const t = useText().data.copy;
  const needsKey = useCaller().key !== null;
  const format = formatOf(request);
  const url = location.origin + addressOf(request);
  const source = { url, fileName: fileNameOf(request), format, needsKey, hasTime };
  const text = snippetOf(language, source);
  const packages = ["pandas", ...(format.pandas.needs ? [format.pandas.needs] : [])];
  const needs = {
    curl: t.needs.curl,
    python: t.needs.python(packages.join(", ")),
    r: t.needs.r(format.r.library),
  };
  return (
    <>
      <CodeBlock text={text} label={t.code(t.ways[language])} wraps canCopy />
      <p class="quiet">
        {needsKey ? t.key : t.noKey} {needs[language]}
      </p>
    </>
  );
}
