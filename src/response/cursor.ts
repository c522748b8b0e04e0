import type { Key } from "../store/sql/selection.ts";

/** Where the next page of a list begins; opaque to clients. */
export type Cursor = {
  direction: "after" | "before";
  key: Key;
  /** Number of the row that the page begins at (`after`) or ends before (`before`); 0 is the first. */
  position: number;
  /** Rows of the whole list, counted when its first page was asked for. */
  count: number;
  /** Of the list that it belongs to. */
  list: string;
};

const VERSION = 1;

export function encodeCursor({ direction, key, position, count, list }: Cursor): string {
  return toBase64Url(
    JSON.stringify([VERSION, direction === "after" ? 1 : 0, position, count, list, ...key]),
  );
}

/** Undefined where it is none of ours: a cursor is data from outside. */
export function decodeCursor(text: string): Cursor | undefined {
  let parts: unknown;
  try {
    parts = JSON.parse(atob(text.replaceAll("-", "+").replaceAll("_", "/")));
  } catch {
    return undefined;
  }
  if (!Array.isArray(parts) || parts.length < 6 || parts.length > 8) return undefined;
  const [version, after, position, count, list, ...key] = parts;
  const numbers = [position, count, ...key];
  const valid =
    version === VERSION &&
    (after === 0 || after === 1) &&
    typeof list === "string" &&
    numbers.every((n) => Number.isSafeInteger(n) && !Object.is(n, -0)) &&
    position >= 0 &&
    count >= 0 &&
    key.slice(1).every((id) => Math.abs(id) < 2 ** 31) &&
    key[0] >= 0 &&
    key[0] < 4.2e15;
  return valid
    ? { direction: after === 1 ? "after" : "before", key, position, count, list }
    : undefined;
}

const toBase64Url = (text: string): string =>
  btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

/** A short fingerprint (FNV-1a, 32 bits): tells lists apart, protects nothing. */
export function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0).toString(36);
}
