import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { Normaliser } from "./normalise.ts";

export type Entry = {
  /** Which worker, method, path and headers, with the number of the repetition; unique in a recording. */
  request: string;
  status: number;
  headers: string[];
  body: string;
};

export type Answer = {
  status: number;
  headers: Headers;
  text: string;
  /** Whether what was replaced in it is not always as long. */
  isOfAnyLength: boolean;
};

export type Ask = {
  on?: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** Maximum bytes to read of a body that does not end. */
  bytes?: number;
};

/** Longer bodies are kept as their hash. */
const MOST_BODY = 65_536;

export class Recorder {
  readonly entries: Entry[] = [];
  readonly normaliser: Normaliser;
  readonly #urls: Record<string, string>;
  readonly #seen = new Map<string, number>();

  constructor(urls: Record<string, string>) {
    this.#urls = urls;
    this.normaliser = new Normaliser(Object.values(urls));
  }

  async ask(path: string, given: Ask = {}): Promise<Answer> {
    const { on = "open", method = "GET", headers = {}, body } = given;
    const abort = new AbortController();
    const response = await fetch(this.#urls[on] + path, {
      method,
      headers: { "user-agent": "recorder", ...headers },
      body: body ?? null,
      redirect: "manual",
      signal: abort.signal,
    });
    let bytes: Uint8Array;
    if (given.bytes === undefined) {
      bytes = await response.bytes().catch(() => Buffer.from("<broken off>"));
    } else {
      bytes = await firstBytes(response, given.bytes);
      abort.abort();
    }
    const answer = {
      status: response.status,
      headers: response.headers,
      text: "",
      isOfAnyLength: false,
    };
    const stored = this.#stored(response.headers, bytes, answer);
    const sent = body === undefined ? "" : ` body ${hash(body).slice(0, 12)}`;
    const told = Object.entries(headers).map(([name, value]) => ` [${name}: ${value}]`);
    const name = this.normaliser.text(`${on} ${method} ${path}${told.join("")}${sent}`);
    this.normaliser.knowEtag(response.headers.get("etag"), name);
    const times = (this.#seen.get(name) ?? 0) + 1;
    this.#seen.set(name, times);
    this.entries.push({
      request: times === 1 ? name : `${name} (${times})`,
      status: response.status,
      headers: [...response.headers]
        .map(([key, value]) =>
          key === "content-length" && answer.isOfAnyLength
            ? `${key}: <length>`
            : this.normaliser.header(key, value),
        )
        .sort(),
      body: path.startsWith("/api/ess/audit/") ? inFixedOrder(stored) : stored,
    });
    return answer;
  }

  /** Puts what has become known into the newest entry as well. */
  relabel(): void {
    const newest = this.entries.at(-1);
    if (!newest) return;
    newest.body = this.normaliser.text(newest.body);
    newest.headers = newest.headers.map((header) => this.normaliser.text(header));
  }

  /** A text that is no answer, such as a file of the build. */
  keep(request: string, text: string): void {
    this.entries.push({ request, status: 200, headers: [], body: text });
  }

  #stored(headers: Headers, bytes: Uint8Array, answer: Answer): string {
    const type = headers.get("content-type") ?? "";
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    if (/parquet|octet-stream/.test(type)) return `${bytes.length} bytes, sha256 ${hash(bytes)}`;
    answer.text = (isGzip ? gunzipSync(bytes) : Buffer.from(bytes)).toString();
    const text = this.normaliser.text(answer.text);
    answer.isOfAnyLength = text !== this.normaliser.uuids(answer.text);
    const packed = isGzip ? "gzip of " : "";
    return text.length > MOST_BODY
      ? `${packed}${text.length} characters, sha256 ${hash(text)}`
      : packed + text;
  }
}

/** Entries of the audit are written after their answers, and so may overtake one another. */
const inFixedOrder = (body: string): string =>
  body.replace(/(?<="results":\[)\{.*\}(?=\])/, (entries) =>
    entries
      .split(/(?<=\}),(?=\{"at")/)
      .sort()
      .join(","),
  );

async function firstBytes(response: Response, most: number): Promise<Uint8Array> {
  const reader = response.body?.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  const late = setTimeout(() => reader?.cancel(), 3000);
  while (reader && length < most) {
    const { value, done } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
  }
  clearTimeout(late);
  return Buffer.concat(parts).subarray(0, most);
}

const hash = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex");
