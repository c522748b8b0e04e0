import type { Operation } from "./generated.ts";
import type { Entry } from "./recorder.ts";

export type Recording = { operations: Operation[]; entries: Entry[] };

/** Members of problems and of the OpenAPI document that people read; their texts may be allowed to differ. */
const READ_BY_PEOPLE = new Set(["detail", "title", "summary", "description"]);

export type Options = { texts?: boolean };

/**
 * Every difference of two recordings, a line each. With `texts` a text that people read may be another one, but
 * not be missing.
 */
export function differences(before: Recording, after: Recording, options: Options = {}): string[] {
  const found: string[] = [];
  const others = new Map(after.entries.map((entry) => [entry.request, entry]));
  for (const entry of before.entries) {
    const other = others.get(entry.request);
    others.delete(entry.request);
    if (!other) found.push(`${entry.request}\n  missing`);
    else found.push(...ofEntry(entry, other, options));
  }
  for (const request of others.keys()) found.push(`${request}\n  new`);
  return found;
}

function ofEntry(a: Entry, b: Entry, { texts = false }: Options): string[] {
  const found: string[] = [];
  const tell = (what: string, from: string, to: string) =>
    found.push(`${a.request}\n  ${what}\n  - ${from}\n  + ${to}`);
  if (a.status !== b.status) tell("status", String(a.status), String(b.status));
  const gone = a.headers.filter((header) => !b.headers.includes(header));
  const come = b.headers.filter((header) => !a.headers.includes(header));
  if (gone.length + come.length > 0 || a.headers.length !== b.headers.length)
    tell("headers", gone.join(" | "), come.join(" | "));
  const same = texts ? sameButTexts(a.body, b.body) : a.body === b.body;
  if (!same) tell("body", ...aroundFirst(a.body, b.body));
  return found;
}

/** The bytes still count: an object whose members come in another order is another body. */
function sameButTexts(a: string, b: string): boolean {
  if (a === b) return true;
  try {
    return withoutTexts(a) === withoutTexts(b);
  } catch {
    return false;
  }
}

const withoutTexts = (body: string): string =>
  JSON.stringify(JSON.parse(body), (name, value) =>
    READ_BY_PEOPLE.has(name) && typeof value === "string" ? "<text>" : value,
  );

const BEFORE = 60;
const SHOWN = 200;

function aroundFirst(a: string, b: string): [string, string] {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const from = Math.max(0, at - BEFORE);
  const show = (text: string) => JSON.stringify(text.slice(from, from + SHOWN));
  return [`at ${at}: ${show(a)}`, show(b)];
}
