/** Descriptions of responses and their headers by their English text. */
export const ANSWERS: Readonly<Record<string, string>> = {
  "The service runs": "서비스가 실행 중입니다",
  "An error (RFC 9457), in Korean or English as `Accept-Language` prefers":
    "오류(RFC 9457)입니다. `Accept-Language`에 따라 한국어 또는 영어로 응답합니다",
  "A parameter or the body is invalid. `errors` lists every fault":
    "매개변수나 본문이 잘못되었습니다. `errors`에 모든 오류가 있습니다",
  "The API key is missing or invalid": "API 키가 없거나 유효하지 않습니다",
  "The authentication scheme (RFC 6750)": "인증 방식(RFC 6750)",
  "The key lacks a scope or a site, or the signed link is invalid or expired":
    "키에 권한이나 사이트가 없거나, 서명된 링크가 유효하지 않거나 만료되었습니다",
  "The site, bank, rack, page, event or key does not exist, or has no data yet":
    "사이트, 뱅크, 랙, 페이지, 이벤트 또는 키가 없거나 아직 데이터가 없습니다",
  "None of the media types in `Accept` is available": "`Accept`에 있는 형식을 제공할 수 없습니다",
  "The table cannot do this, its month was removed by retention, or its rows have changed":
    "테이블이 지원하지 않거나, 보관 기간이 지나 삭제된 달이거나, 행이 달라졌습니다",
  "The body is too large. Send it in several requests":
    "본문이 너무 큽니다. 여러 요청으로 나누세요",
  "The `Content-Type` or `Content-Encoding` of the body is not supported":
    "본문의 `Content-Type`이나 `Content-Encoding`을 지원하지 않습니다",
  "The range is too long, rows were rejected, or the `Idempotency-Key` was used for another request":
    "기간이 너무 길거나, 거부된 행이 있거나, `Idempotency-Key`를 다른 요청에 썼습니다",
  "Too many requests or open streams": "요청이나 열린 스트림이 너무 많습니다",
  "Seconds to wait": "기다릴 시간(초)",
  "All databases respond": "모든 데이터베이스가 응답합니다",
  "A database does not respond, or none is configured":
    "응답하지 않는 데이터베이스가 있거나, 설정된 데이터베이스가 없습니다",
  "The sites with their banks, racks and columns": "사이트와 그 뱅크, 랙, 열",
  "The site with its banks, racks and columns": "사이트와 그 뱅크, 랙, 열 정보",
  "A page of rows, oldest first, or with `no_page=true` an array of all rows. Formats other than JSON contain the rows only; the headers describe the page":
    "오래된 순서로 한 페이지의 행이며, `no_page=true`이면 모든 행의 배열입니다. JSON이 아닌 형식에는 행만 있고 페이지 정보는 헤더에 있습니다",
  "Number of rows in the response": "응답의 행 수",
  "Column names, as in the header line of CSV": "CSV 머리글과 같은 열 이름",
  "Number of rows in the whole list. In JSON it is `count`":
    "전체 목록의 행 수. JSON에서는 `count`입니다",
  "URLs of the next and the previous page (RFC 8288). In JSON they are `next` and `previous`":
    "다음 페이지와 이전 페이지의 URL(RFC 8288). JSON에서는 `next`와 `previous`입니다",
  "Version of the rows in the response. Send it as `If-None-Match`":
    "응답에 담긴 행의 버전. `If-None-Match`로 보내세요",
  "The response has not changed since the version in `If-None-Match`":
    "`If-None-Match`의 버전 이후로 응답이 바뀌지 않았습니다",
  "The newest row": "최신 행",
  "All rows of the range, oldest first, as CSV (RFC 4180), gzipped CSV, NDJSON or Parquet. HEAD returns the headers. Range requests are not supported. If the transfer fails, the connection is aborted: a truncated file never looks complete":
    "기간의 모든 행을 오래된 순서로 담은 CSV(RFC 4180), gzip CSV, NDJSON 또는 Parquet 파일입니다. HEAD는 헤더만 응답합니다. 범위 요청은 지원하지 않습니다. 전송에 실패하면 연결을 끊으므로, 잘린 파일이 완전한 파일로 보이지 않습니다",
  "Buckets with rows, oldest first": "행이 있는 구간, 오래된 순서",
  "Buckets, ordered by rack and time. Each field has `avg_<field>`, `min_<field>` and so on, computed from plausible values":
    "랙과 시각 순서의 구간입니다. 필드마다 정상 값으로 계산한 `avg_<field>`, `min_<field>` 등이 있습니다",
  "Bucket width, e.g. `5 minutes`": "구간의 폭, 예: `5 minutes`",
  "One item per site day with at least one hour of values, ordered by bank, rack and day":
    "값이 한 시간 이상 있는 날마다 한 항목이며 뱅크, 랙, 날짜 순서입니다",
  "Windows that start in the range and have at least a tenth of their samples, ordered by bank, rack and time. `no_page=true` streams them":
    "기간 안에서 시작하고 표본이 10분의 1 이상 있는 시간 창이며 뱅크, 랙, 시각 순서입니다. `no_page=true`이면 스트리밍합니다",
  "One item per day, starting the day after the last observed day, ordered by bank":
    "마지막 관측일 다음 날부터 하루에 한 항목이며 뱅크 순서입니다",
  "One item per step in the range up to the newest row, ordered by bank, rack and time. At most 20000 items (5000 with `explain=1`, 500 with `horizon=path`); `no_page=true` streams any number":
    "기간 안에서 최신 행까지 간격마다 한 항목이며 뱅크, 랙, 시각 순서입니다. 최대 20000개(`explain=1`은 5000개, `horizon=path`는 500개)이며 `no_page=true`이면 제한 없이 스트리밍합니다",
  "One item per step in the range up to the newest row, ordered by bank, rack and time. At most 20000 items (5000 with `explain=1`); `no_page=true` streams any number":
    "기간 안에서 최신 행까지 간격마다 한 항목이며 뱅크, 랙, 시각 순서입니다. 최대 20000개(`explain=1`은 5000개)이며 `no_page=true`이면 제한 없이 스트리밍합니다",
  "The current policy, in Korean and English": "현재 정책(한국어와 영어)",
  "Every column of the component, in the order of de-identified responses":
    "구성 요소의 모든 열이며 비식별화된 응답과 순서가 같습니다",
  "Number of rows by outcome": "처리 결과별 행 수",
  "`true`: this is the stored response of an earlier request; nothing was written":
    "`true`이면 이전 요청의 저장된 응답이며 아무것도 저장하지 않았습니다",
  "Number of rows in the range, and of deleted rows": "기간의 행 수와 삭제한 행 수",
  "Gaps by bank or rack": "뱅크나 랙마다 누락된 곳",
  "Intervals in which rows were written": "행이 저장된 시간 구간",
  "One item per step that starts in the range, from its first complete row, ordered by bank, rack and time. The range may have at most 20000 steps (5000 with `explain=1`); `no_page=true` streams any number":
    "기간 안에서 시작하는 간격마다 첫 완전한 행으로 계산한 한 항목이며 뱅크, 랙, 시각 순서입니다. 기간의 간격은 최대 20000개(`explain=1`은 5000개)이며 `no_page=true`이면 제한 없이 스트리밍합니다",
  "Ten SoC ranges for every day with rows, period and status, ordered by rack, time, period, status and SoC range. At most 31 days. Without a range, the newest day":
    "행이 있는 날, 기간 길이, 상태마다 SoC 범위 열 개이며 랙, 시각, 기간 길이, 상태, SoC 범위 순서입니다. 최대 31일이며 기간이 없으면 가장 최근 날입니다",
  "One item per site midnight in the range, ordered by bank, rack and time; without a range, from the newest midnight. At most 31 midnights and 120 items. No item without values in the thirty days before":
    "기간 안의 사이트 자정마다 한 항목이며 뱅크, 랙, 시각 순서입니다. 기간이 없으면 가장 최근 자정입니다. 자정은 최대 31개, 항목은 최대 120개입니다. 앞선 30일에 값이 없으면 항목도 없습니다",
  "Models by component and target; empty before the first training":
    "구성 요소와 예측 대상별 모델이며, 첫 학습 전에는 비어 있습니다",
  "Errors by horizon and regime, with one origin per minute. Each day is forecast by the model that was live before it, if it is still stored. Without a range, the last complete day; with only a start or an end, that day. The number of days times banks or racks is at most 40":
    "예측 시간과 운전 상태별 오차이며 예측 시점은 1분마다입니다. 각 날은 그 전에 쓰이던 모델이 보관되어 있으면 그 모델로 예측합니다. 기간이 없으면 마지막 완전한 날, 시작이나 끝만 있으면 그날입니다. 날 수와 뱅크 또는 랙 수의 곱은 최대 40입니다",
  "A page of charts": "차트 한 페이지",
  "A page of events, newest first, or with `no_page=true` an array of all events":
    "최신순으로 한 페이지의 이벤트이며, `no_page=true`이면 모든 이벤트의 배열입니다",
  "Counts, ordered by bucket (newest first) and level. Buckets without events are left out":
    "구간(최신순)과 수준 순서의 개수입니다. 이벤트가 없는 구간은 제외합니다",
  "A stream of server-sent events": "서버 전송 이벤트 스트림",
  "The acknowledged event": "확인 처리한 이벤트",
  "The webhook without its secret. `url` is null without a webhook":
    "비밀 값을 제외한 웹훅입니다. 웹훅이 없으면 `url`이 null입니다",
  "The webhook and its secret": "웹훅과 비밀 값",
  "The last deliveries. `url` is null": "마지막 전송 기록입니다. `url`은 null입니다",
  "The link and its expiry": "링크와 만료 시각",
  "The keys, newest first": "최신순의 키",
  "The key with its secret, which is shown only once":
    "비밀 값을 포함한 키입니다. 비밀 값은 한 번만 표시합니다",
  "The revoked key. Revoking it again changes nothing":
    "폐기된 키입니다. 다시 폐기해도 달라지지 않습니다",
  "A page. `next` is the URL of the following page":
    "한 페이지입니다. `next`는 다음 페이지의 URL입니다",
  "The caller": "호출자",
};
