import type { Schemas } from "./paths.ts";

/** Error response of the API, or no response at all. */
export class ApiProblem extends Error {
  override name = "ApiProblem";
  /** 0 without a response. */
  readonly status: number;
  /** A code of docs/errors.md; `unreachable` without a response. */
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly requestId: string | undefined;
  readonly faults: Schemas["Problem"]["errors"];
  /** Seconds to wait before a retry, if the API gave them. */
  readonly retryAfter: number | undefined;

  constructor(status: number, body: Partial<Schemas["Problem"]>, retryAfter?: number) {
    super(body.detail ?? body.title ?? String(status));
    this.status = status;
    this.code = body.code ?? (status === 0 ? "unreachable" : String(status));
    this.title = body.title ?? "";
    this.detail = body.detail ?? "";
    this.requestId = body.request_id;
    this.faults = body.errors ?? [];
    this.retryAfter = retryAfter;
  }
}

/** The problem in an error response. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => ({}));
  const after = Number(response.headers.get("retry-after"));
  return new ApiProblem(
    response.status,
    typeof body === "object" && body ? body : {},
    after > 0 ? after : undefined,
  );
}
