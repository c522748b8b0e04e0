import { useEffect } from "preact/hooks";
import { send } from "../../api/client";
import { useAsk } from "../../api/use-ask";
import { inLanguage, useLanguage, useText } from "../../text";
import { Failure } from "../../ui/failure";
import { Loading } from "../../ui/loading";
import { useTitle } from "../../ui/title";
import "../../style/docs.css";
import { CodeBlock } from "../../ui/code-block";

type Text<T> = { ko: T; en: T };
type Texts = {
  about: Text<Block[]>;
  problems: { code: string; status: number; title: Text<string>; about: Text<Block[]> }[];
};

/** `/docs/errors`: all error codes. The `type` of a problem links to `#code`. */
export function Problems() {
  const { docs } = useText();
  const t = docs.errors;
  const language = useLanguage();
  useTitle(t.title, docs.title);
  const asked = useAsk("problems", async (signal): Promise<Texts> => {
    const response = await send(new Request(`${location.origin}/docs/problems.json`, { signal }));
    return response.json();
  });
  const texts = asked.data;
  useScrollToHash(texts !== undefined);
  return (
    <div class="problems">
      <div class="row spread">
        <h1>{t.title}</h1>
        <a class="button" href="/docs">
          {t.toDocs}
        </a>
      </div>
      {asked.problem && <Failure problem={asked.problem} again={asked.again} />}
      {!texts && !asked.problem && (
        <div class="card">
          <Loading lines={16} />
        </div>
      )}
      {texts && (
        <>
          <div class="card">
            <Blocks blocks={inLanguage(texts.about, language)} />
            <nav aria-label={t.contents}>
              <ul class="codes">
                {texts.problems.map(({ code }) => (
                  <li key={code}>
                    <a href={`#${code}`}>
                      <code>{code}</code>
                    </a>
                  </li>
                ))}
              </ul>
            </nav>
          </div>
          {texts.problems.map(({ code, status, title, about }) => (
            <section
              key={code}
              id={code}
              class="card"
              tabIndex={-1}
              aria-labelledby={`${code}-title`}
            >
              <h2 id={`${code}-title`}>
                <code>{code}</code> <span>{inLanguage(title, language)}</span>{" "}
                <span class="badge">{t.status(status)}</span>
              </h2>
              <Blocks blocks={inLanguage(about, language)} />
            </section>
          ))}
        </>
      )}
    </div>
  );
}

/** Scrolls to the code in the URL once the content is loaded. */
function useScrollToHash(isThere: boolean): void {
  useEffect(() => {
    if (!isThere) return;
    const go = () => {
      // Codes are plain letters, so the hash needs no decoding.
      const code = location.hash.slice(1);
      const wanted = code ? document.getElementById(code) : null;
      for (const one of document.querySelectorAll(".problems .wanted"))
        one.classList.remove("wanted");
      wanted?.classList.add("wanted");
      wanted?.scrollIntoView();
      wanted?.focus({ preventScroll: true });
    };
    go();
    addEventListener("hashchange", go);
    return () => removeEventListener("hashchange", go);
  }, [isThere]);
}

/** Part of a line: text, code or link. */
type Piece = { text: string; code?: boolean; href?: string };
/** A paragraph, or lines of code. */
type Block = { pieces: Piece[] } | { code: string };

/** Text with code and links, as extracted by dev/build/problems.ts. */
function Blocks({ blocks }: { blocks: readonly Block[] }) {
  return (
    <>
      {blocks.map((block) =>
        "code" in block ? (
          <CodeBlock key={block.code} label="JSON" text={block.code} />
        ) : (
          <p key={block.pieces.map(({ text }) => text).join("")}>
            {block.pieces.map(({ text, code, href }, i) =>
              href ? (
                <a key={`${i} ${text}`} href={href}>
                  {text}
                </a>
              ) : code ? (
                <code key={`${i} ${text}`}>{text}</code>
              ) : (
                text
              ),
            )}
          </p>
        ),
      )}
    </>
  );
}
