import type { Operation } from "./generated.ts";
import type { Entry } from "./recorder.ts";

export type Recording = { operations: Operation[]; entries: Entry[] };

/** Members of problems and of the OpenAPI document that people read; their texts may be allowed to differ. */
const READ_BY_PEOPLE = new Set(["detail", "title", "summary", "description"]);

export type Options = { texts?: boolean };

/** `rewritten`: texts that were allowed to differ, and what they have become. */
export type Differences = { found: string[]; rewritten: Map<string, string> };

/**
 * Every difference of two recordings, a line each. With `texts` a text that people read may be another one, but
 * not be missing.
 */
export function differences(
  before: Recording,
  after: Recording,
  { texts = false }: Options = {},
): Differences {
  const found: string[] = [];
  const rewritten = new Map<string, string>();
  const others = new Map(after.entries.map((entry) => [entry.request, entry]));
  for (const entry of before.entries) {
    const other = others.get(entry.request);
    others.delete(entry.request);
    if (!other) found.push(`${entry.request}\n  missing`);
    else found.push(...ofEntry(entry, other, texts ? rewritten : undefined));
  }
  for (const request of others.keys()) found.push(`${request}\n  new`);
  return { found, rewritten };
}

function ofEntry(a: Entry, b: Entry, rewritten: Map<string, string> | undefined): string[] {
  const found: string[] = [];
  const tell = (what: string, from: string, to: string) =>
    found.push(`${a.request}\n  ${what}\n  - ${from}\n  + ${to}`);
  const isReworded = rewritten !== undefined && a.body !== b.body && rewords(a, b, rewritten);
  // Other words have another length.
  const headersOf = ({ headers }: Entry) =>
    isReworded ? headers.filter((header) => !header.startsWith("content-length:")) : headers;
  const [headersA, headersB] = [headersOf(a), headersOf(b)];
  if (a.status !== b.status) tell("status", String(a.status), String(b.status));
  const gone = headersA.filter((header) => !headersB.includes(header));
  const come = headersB.filter((header) => !headersA.includes(header));
  if (gone.length + come.length > 0 || headersA.length !== headersB.length)
    tell("headers", gone.join(" | "), come.join(" | "));
  if (a.body !== b.body && !isReworded) tell("body", ...aroundFirst(a.body, b.body));
  return found;
}

/** Whether two bodies are the same, byte for byte, but for texts that people read; those are put into `rewritten`. */
function rewords(a: Entry, b: Entry, rewritten: Map<string, string>): boolean {
  try {
    const [from, to] = [withoutTexts(a.body), withoutTexts(b.body)];
    if (from.rest !== to.rest) return false;
    from.texts.forEach((text, i) => {
      const other = to.texts[i] ?? "";
      if (other !== text) rewritten.set(text, other);
    });
    return true;
  } catch {
    return false; // no JSON
  }
}

function withoutTexts(body: string): { rest: string; texts: string[] } {
  const texts: string[] = [];
  const rest = JSON.stringify(JSON.parse(body), (name, value) => {
    if (!READ_BY_PEOPLE.has(name) || typeof value !== "string") return value;
    texts.push(value);
    return "<text>";
  });
  return { rest, texts };
}

const BEFORE = 60;
const SHOWN = 200;

function aroundFirst(a: string, b: string): [string, string] {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const from = Math.max(0, at - BEFORE);
  const show = (text: string) => JSON.stringify(text.slice(from, from + SHOWN));
  return [`at ${at}: ${show(a)}`, show(b)];
}
