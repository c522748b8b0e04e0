import type { Text } from "../site/site.ts";

/** Everything that can go wrong, each with its page in docs/errors.md. A closed set. */
export const PROBLEMS = {
  invalid_parameters: {
    status: 400,
    title: { ko: "잘못된 요청 매개변수", en: "Invalid request parameters" },
  },
  malformed_body: { status: 400, title: { ko: "본문 형식 오류", en: "Malformed body" } },
  unauthorized: { status: 401, title: { ko: "인증 필요", en: "Authentication required" } },
  forbidden: { status: 403, title: { ko: "권한 없음", en: "Permission denied" } },
  link_invalid: { status: 403, title: { ko: "유효하지 않은 링크", en: "Invalid link" } },
  link_expired: { status: 403, title: { ko: "만료된 링크", en: "Expired link" } },
  unknown_key: { status: 404, title: { ko: "존재하지 않는 API 키", en: "Unknown API key" } },
  not_found: { status: 404, title: { ko: "존재하지 않는 경로", en: "Path not found" } },
  unknown_site: {
    status: 404,
    title: { ko: "존재하지 않는 사이트", en: "Unknown operating site" },
  },
  unknown_bank: { status: 404, title: { ko: "존재하지 않는 뱅크", en: "Unknown bank" } },
  unknown_rack: { status: 404, title: { ko: "존재하지 않는 랙", en: "Unknown rack" } },
  unknown_page: { status: 404, title: { ko: "존재하지 않는 페이지", en: "Unknown page" } },
  unknown_event: { status: 404, title: { ko: "존재하지 않는 이벤트", en: "Unknown event" } },
  no_data: { status: 404, title: { ko: "데이터 없음", en: "No data yet" } },
  method_not_allowed: {
    status: 405,
    title: { ko: "지원하지 않는 메서드", en: "Method not allowed" },
  },
  not_acceptable: {
    status: 406,
    title: { ko: "제공하지 않는 미디어 형식", en: "Media type not available" },
  },
  unfit_table: {
    status: 409,
    title: { ko: "이 테이블로 처리할 수 없는 요청", en: "Request not supported by the table" },
  },
  month_given_up: {
    status: 409,
    title: { ko: "보존 기간이 지난 달", en: "Month removed by retention" },
  },
  count_changed: {
    status: 409,
    title: { ko: "행 수 불일치", en: "Row count changed" },
  },
  payload_too_large: { status: 413, title: { ko: "본문 크기 초과", en: "Body too large" } },
  unsupported_media_type: {
    status: 415,
    title: { ko: "지원하지 않는 형식", en: "Unsupported media type" },
  },
  rejected_rows: { status: 422, title: { ko: "거부된 행", en: "Rows rejected" } },
  idempotency_key_reused: {
    status: 422,
    title: { ko: "이미 사용된 Idempotency-Key", en: "Idempotency-Key already used" },
  },
  range_too_long: { status: 422, title: { ko: "기간 한도 초과", en: "Range too long" } },
  rate_limited: { status: 429, title: { ko: "요청 한도 초과", en: "Too many requests" } },
  internal_error: { status: 500, title: { ko: "내부 오류", en: "Internal error" } },
  deid_not_configured: {
    status: 503,
    title: { ko: "비식별화 미설정", en: "De-identification not configured" },
  },
  not_configured: {
    status: 503,
    title: { ko: "서비스 설정 미완료", en: "Service not configured" },
  },
  models_unreadable: {
    status: 503,
    title: { ko: "읽을 수 없는 예측 모델", en: "Forecasting models cannot be read" },
  },
  database_unavailable: {
    status: 503,
    title: { ko: "데이터베이스 사용 불가", en: "Database unavailable" },
  },
  overloaded: { status: 503, title: { ko: "서비스 혼잡", en: "Service busy" } },
  database_timeout: {
    status: 504,
    title: { ko: "데이터베이스 응답 시간 초과", en: "Database timeout" },
  },
} as const satisfies Record<string, { status: number; title: Text }>;

export type ProblemCode = keyof typeof PROBLEMS;

/** One thing that is wrong with a request: where, which name, what, and what is allowed. */
export type Fault = {
  in: "path" | "query" | "header" | "body";
  name: string;
  code: string;
  detail: Text;
  allowed?: readonly string[];
  /** Of a body: its line, or the number of the element in a JSON array; from 1. */
  line?: number;
};

/** Thrown anywhere below a route; `app.ts` turns it into an application/problem+json answer. */
export class Problem extends Error {
  override name = "Problem";
  readonly code: ProblemCode;
  readonly detail: Text;
  readonly faults: readonly Fault[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: ProblemCode,
    detail: Text,
    options: { faults?: readonly Fault[]; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(detail.en, { cause: options.cause });
    this.code = code;
    this.detail = detail;
    this.faults = options.faults ?? [];
    this.headers = options.headers ?? {};
  }
}

/** @throws {Problem} invalid_parameters, with every fault at once */
export function refuse(faults: readonly Fault[]): never {
  const names = [...new Set(faults.map(({ name }) => name))].join(", ");
  throw new Problem(
    "invalid_parameters",
    { ko: `다음을 수정하세요: ${names}`, en: `Please correct: ${names}` },
    { faults },
  );
}

export type Language = "ko" | "en";

/** The first of ko and en that `Accept-Language` prefers; en where it names neither. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const wanted = (acceptLanguage ?? "")
    .split(",")
    .map((item) => {
      const [tag = "", ...parameters] = item.trim().toLowerCase().split(";");
      const quality = parameters.find((p) => p.trim().startsWith("q="))?.split("=")[1];
      return { language: tag.split("-")[0], quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ language, quality }) => (language === "ko" || language === "en") && quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return wanted[0]?.language === "ko" ? "ko" : "en";
}

/** The body of RFC 9457. */
export function problemBody(
  problem: Problem,
  { language, path, requestId }: { language: Language; path: string; requestId: string },
) {
  const { status, title } = PROBLEMS[problem.code];
  return {
    type: `/docs/errors#${problem.code}`,
    title: title[language],
    status,
    detail: problem.detail[language],
    instance: path,
    code: problem.code,
    request_id: requestId,
    errors: problem.faults.map((fault) => ({ ...fault, detail: fault.detail[language] })),
  };
}
