import type { Schemas } from "./paths.ts";

/** What the API said was wrong, or that it could not be asked. */
export class ApiProblem extends Error {
  override name = "ApiProblem";
  /** 0 where there was no answer. */
  readonly status: number;
  /** A code of docs/errors.md; `unreachable` where there was no answer. */
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly requestId: string | undefined;
  readonly faults: Schemas["Problem"]["errors"];
  /** Seconds after which it may be tried again, if the API said so. */
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

/** The problem that an answer which is not ok carries. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => ({}));
  const after = Number(response.headers.get("retry-after"));
  return new ApiProblem(
    response.status,
    typeof body === "object" && body ? body : {},
    after > 0 ? after : undefined,
  );
}
