import { CodeBlock } from "../../ui/code-block";

/** Part of a line: text, code or link. */
export type Piece = { text: string; code?: boolean; href?: string };
/** A paragraph, or lines of code. */
export type Block = { pieces: Piece[] } | { code: string };

/** Text with code and links, as extracted by dev/build/problems.ts. */
export function Blocks({ blocks }: { blocks: readonly Block[] }) {
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
