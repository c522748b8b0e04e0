import { readFileSync } from "node:fs";
import { join } from "node:path";
import { marked, type Token, type Tokens } from "marked";
import { PROBLEMS, type ProblemCode } from "../../src/response/problem.ts";
import { ROOT } from "../settings.ts";

/** A piece of a line: plain, as code, or the way to another problem or page. */
export type Piece = { text: string; code?: true; href?: string };
/** A paragraph, or lines of code. */
export type Block = { pieces: Piece[] } | { code: string };

type Text<T> = { ko: T; en: T };
export type Problems = {
  about: Text<Block[]>;
  problems: { code: string; status: number; title: Text<string>; about: Text<Block[]> }[];
};

const FILES = { en: "docs/errors.md", ko: "docs/errors.ko.md" } as const;

/** docs/errors.md and its Korean twin as the web reads them: what stands above the first heading, and each problem. */
export function problemTexts(): Problems {
  const [en, ko] = [partsOf(FILES.en), partsOf(FILES.ko)];
  return {
    about: { en: en.about, ko: ko.about },
    problems: (Object.keys(PROBLEMS) as ProblemCode[]).map((code) => ({
      code,
      ...PROBLEMS[code],
      about: { en: en.sections.get(code) ?? [], ko: ko.sections.get(code) ?? [] },
    })),
  };
}

/** The headings of a file: codes of problems. */
export const headingsOf = (language: keyof typeof FILES): string[] => [
  ...partsOf(FILES[language]).sections.keys(),
];

function partsOf(file: string): { about: Block[]; sections: Map<string, Block[]> } {
  const about: Block[] = [];
  const sections = new Map<string, Block[]>();
  let blocks = about;
  for (const token of marked.lexer(readFileSync(join(ROOT, file), "utf8"))) {
    if (token.type === "heading" && token.depth === 2) {
      blocks = [];
      sections.set((token as Tokens.Heading).text, blocks);
    } else if (token.type === "code") {
      blocks.push({ code: (token as Tokens.Code).text });
    } else if (token.type === "paragraph") {
      blocks.push({ pieces: ((token as Tokens.Paragraph).tokens ?? []).map(pieceOf) });
    } else if (token.type !== "space" && token.type !== "heading") {
      throw new Error(`${file}: the page of problems shows no ${token.type}`);
    }
  }
  return { about, sections };
}

function pieceOf(token: Token): Piece {
  const text = "text" in token ? unescaped(String(token.text)).replaceAll("\n", " ") : "";
  if (token.type === "codespan") return { text, code: true };
  if (token.type === "link") return { text, href: String(token.href) };
  if (token.type === "text" || token.type === "escape") return { text };
  throw new Error(`The page of problems shows no ${token.type}: ${token.raw}`);
}

const MARKS: Record<string, string> = {
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&amp;": "&",
};
const unescaped = (text: string): string =>
  text.replaceAll(/&(?:lt|gt|quot|#39|amp);/g, (mark) => MARKS[mark] ?? mark);
