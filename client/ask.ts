import { pause } from "./pause.ts";
import { ApiProblem, problemOf } from "./problem.ts";

export type ClientOptions = {
  /** Where the service is: `https://ess-edge.example.workers.dev`. */
  baseUrl: string;
  /** API key, `ess_…`, sent in a header. */
  key?: string;
  /** Language of error texts. */
  language?: "ko" | "en";
  /** Number of retries after 429 and 503. */
  retries?: number;
  fetch?: (request: Request) => Promise<Response>;
  /** Waits before a retry. Replaced in tests. */
  wait?: (millis: number, signal?: AbortSignal) => Promise<void>;
};

/** Value of a path or query parameter. */
export type Question = {
  method?: string;
  path?: Record<string, unknown>;
  query?: Record<string, unknown>;
  header?: Record<string, unknown>;
  body?: unknown;
  signal?: AbortSignal;
};

export type Ask = (template: string, question?: Question) => Promise<Response>;

const RETRIES = 3;
const MOST_WAIT_SECONDS = 120;

/** Sends a request. Throws error responses as ApiProblem after the allowed retries. */
export function askWith(options: ClientOptions): Ask {
  const { retries = RETRIES, wait = pause, fetch: send = fetch } = options;
  return async (template, question = {}) => {
    for (let tried = 0; ; tried++) {
      const request = requestOf(options, template, question);
      const response = await send(request).catch((cause: unknown) => {
        throw unreachable(cause, question.signal);
      });
      if (response.ok) return response;
      const problem = await problemOf(response);
      if (tried >= retries || !mayAskAgain(request, problem)) throw problem;
      const seconds = problem.retryAfter ?? 2 ** tried;
      await wait(Math.min(seconds, MOST_WAIT_SECONDS) * 1000, question.signal);
    }
  };
}

function unreachable(cause: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted) return signal.reason;
  return new ApiProblem(0, { detail: cause instanceof Error ? cause.message : String(cause) });
}

/** Whether a repeated request is safe: it was rejected unprocessed, or it is idempotent. */
const mayAskAgain = ({ method, headers }: Request, { status }: ApiProblem): boolean =>
  status === 429 ||
  (status === 503 && (method === "GET" || method === "HEAD" || headers.has("idempotency-key")));

function requestOf(
  { baseUrl, key, language }: ClientOptions,
  template: string,
  { method = "GET", path = {}, query = {}, header = {}, body, signal }: Question,
): Request {
  const address = template.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(path[name])),
  );
  const url = new URL(address, baseUrl);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  const headers = new Headers();
  if (key !== undefined) headers.set("authorization", `Bearer ${key}`);
  if (language !== undefined) headers.set("accept-language", language);
  if (body !== undefined) headers.set("content-type", "application/json");
  for (const [name, value] of Object.entries(header)) {
    if (value !== undefined) headers.set(name, String(value));
  }
  const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
  return new Request(url, { method: method.toUpperCase(), headers, body: text, signal });
}
