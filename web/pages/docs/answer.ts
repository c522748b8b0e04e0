/** Response to show. */
export const MOST_BYTES = 20_480;
const MOST_MILLIS = 5000;

export type Beginning = {
  text: string;
  /** Whether the body was truncated. */
  isCut: boolean;
};

const READABLE = /^(?:text\/|application\/(?:[\w.+-]*json|x-ndjson))/;

export const isReadable = (type: string | null): boolean => READABLE.test(type ?? "");

/** Reads the start of a body, up to a size and a time limit. */
export async function beginningOf(
  response: Response,
  { most = MOST_BYTES, millis = MOST_MILLIS }: { most?: number; millis?: number } = {},
): Promise<Beginning> {
  const reader = response.body?.getReader();
  if (!reader) return { text: "", isCut: false };
  const decoder = new TextDecoder();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), millis);
  });
  let text = "";
  let bytes = 0;
  try {
    for (;;) {
      const part = await Promise.race([reader.read(), late]);
      if (part === "late") return { text, isCut: true };
      if (part.done) return { text: tidy(text), isCut: false };
      const room = part.value.subarray(0, most - bytes);
      text += decoder.decode(room, { stream: true });
      bytes += part.value.length;
      if (bytes > most) return { text, isCut: true };
    }
  } finally {
    clearTimeout(timer);
    reader.cancel().catch(() => {});
  }
}

/** Indented JSON; other text unchanged. */
function tidy(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

const SHOWN =
  /^(?:content-type|content-length|retry-after|ratelimit|x-request-id|ess-|etag|link|idempotency|allow|www-auth)/;

/** Headers worth showing. */
export const shownHeaders = (headers: Headers): [string, string][] =>
  [...headers].filter(([name]) => SHOWN.test(name));
