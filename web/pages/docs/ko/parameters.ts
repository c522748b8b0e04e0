/** Descriptions of parameters by their English text. */
export const PARAMETERS: Readonly<Record<string, string>> = {
  "Operating site id": "사이트 번호",
  "Bank number at the site": "사이트의 뱅크 번호",
  "Rack number in the bank": "뱅크의 랙 번호",
  Component: "구성 요소",
  "Event id": "이벤트 번호",
  "Start of the range (inclusive), in ISO 8601. Without an offset, the time is in the site's time zone. A date alone means midnight":
    "기간의 시작(포함)이며 ISO 8601 형식입니다. 오프셋이 없으면 사이트 시간대로 해석하고, 날짜만 쓰면 그날 자정입니다",
  "End of the range (exclusive), in ISO 8601. Without an offset, the time is in the site's time zone. A date alone means midnight":
    "기간의 끝(미포함)이며 ISO 8601 형식입니다. 오프셋이 없으면 사이트 시간대로 해석하고, 날짜만 쓰면 그날 자정입니다",
  "One day in the site's time zone. Overrides start-time and end-time":
    "사이트 시간대의 하루입니다. start-time과 end-time보다 우선합니다",
  "Return only these fields, e.g. `timestamp,bank_soc`. Separate names with commas or repeat the parameter":
    "이 필드만 받습니다. 예: `timestamp,bank_soc`. 쉼표로 구분하거나 매개변수를 여러 번 쓰세요",
  "Leave out these fields, e.g. `bank_soh`. Separate names with commas or repeat the parameter":
    "이 필드를 제외합니다. 예: `bank_soh`. 쉼표로 구분하거나 매개변수를 여러 번 쓰세요",
  "How times are written. iso: local time with the site's UTC offset; local: local time without an offset; utc: UTC with Z; unix: milliseconds since 1970":
    "시각 표기 방식입니다. iso: UTC 오프셋이 붙은 현지 시각, local: 오프셋이 없는 현지 시각, utc: Z가 붙은 UTC, unix: 1970년부터의 밀리초",
  "Page number, starting at 1, or `last`. To read many pages, follow `next`: it is equally fast at any depth":
    "1부터 시작하는 페이지 번호 또는 `last`입니다. 여러 페이지를 읽을 때는 `next`를 따라가세요. 뒤쪽 페이지도 똑같이 빠릅니다",
  "Rows per page": "페이지당 행 수",
  "Position in the list, taken from `next` or `previous` of another page":
    "목록에서의 위치입니다. 다른 페이지의 `next`나 `previous`에 있는 값을 쓰세요",
  "`true` streams all rows as an array without a page":
    "`true`이면 모든 행을 페이지 없이 배열 하나로 스트리밍합니다",
  "Format of the rows. Overrides the `Accept` header. csv.gz: CSV compressed with gzip; ndjson: one JSON object per line; parquet: typed columns, UTC times, units and site in the metadata":
    "행의 형식입니다. `Accept` 헤더보다 우선합니다. csv.gz: gzip으로 압축한 CSV, ndjson: 한 줄에 JSON 객체 하나, parquet: 열마다 자료형이 있고 시각은 UTC이며 메타데이터에 단위와 사이트가 있습니다",
  '1 appends a record with the number of rows and the SHA-256 of all preceding bytes: `_end,<rows>,<SHA-256>` in CSV, `{"_end":{"rows":…,"sha256":…}}` in NDJSON. Streamed NDJSON has it by default; 0 omits it':
    '1이면 행 수와 앞선 모든 바이트의 SHA-256을 담은 레코드를 끝에 붙입니다. CSV는 `_end,<행 수>,<SHA-256>`, NDJSON은 `{"_end":{"rows":…,"sha256":…}}`입니다. 스트리밍하는 NDJSON에는 기본으로 붙으며 0이면 생략합니다',
  "bdf: columns of one bank or rack with the names and units of the Battery Data Format: Test Time / s (from the start of the range), Unix Time / s, Voltage / V, Current / A, Power / W, Surface Temperature / degC":
    "bdf: 뱅크 하나 또는 랙 하나의 열을 `Battery Data Format`의 이름과 단위로 제공합니다. `Test Time / s`(기간 시작부터), `Unix Time / s`, `Voltage / V`, `Current / A`, `Power / W`, `Surface Temperature / degC`",
  "1 adds the field `quality`, a bit mask of implausible values. The site description lists the bit of each column":
    "1이면 비정상 값을 나타내는 비트 마스크 `quality` 필드를 추가합니다. 열마다의 비트는 사이트 정보에 있습니다",
  "Return only this bank": "이 뱅크만 받습니다",
  "Return only racks with this number": "이 번호의 랙만 받습니다",
  "Bucket width, as a Postgres or ISO 8601 interval of whole seconds: `10 min`, `1hour`, `01:00:00`, `PT1H`, `1 week`, `1 month`, `P1Y`. Buckets are aligned to Monday, 2000-01-03 00:00 in the time zone, months and years to January 2000":
    "구간의 폭입니다. 초 단위로, Postgres 또는 ISO 8601 형식으로 씁니다: `10 min`, `1hour`, `01:00:00`, `PT1H`, `1 week`, `1 month`, `P1Y`. 구간은 시간대의 2000-01-03(월) 00:00을, 월과 연은 2000년 1월을 기준으로 나눕니다",
  "IANA time zone of the buckets and of the times in the response. Default: the site's time zone":
    "구간과 응답 시각의 IANA 시간대입니다. 기본값은 사이트의 시간대입니다",
  "1 adds `explain` to each item: method, version, inputs and formula":
    "1이면 항목마다 `explain`(방법, 버전, 입력, 수식)을 추가합니다",
  "Numeric columns, at most 20, e.g. `bank_soc,bank_power`. Separate names with commas or repeat the parameter. Default: the columns with rollups, otherwise the first 20":
    "숫자 열이며 최대 20개입니다. 예: `bank_soc,bank_power`. 쉼표로 구분하거나 매개변수를 여러 번 쓰세요. 기본값은 미리 집계한 열이며, 없으면 처음 20개입니다",
  "Aggregates of each field: avg, min, max, first, last, count. Default: avg,min,max,count. first and last are read from rows and take longer":
    "필드마다 구할 집계값입니다: avg, min, max, first, last, count. 기본값은 avg,min,max,count입니다. first와 last는 행에서 직접 읽으므로 더 오래 걸립니다",
  "Maximum number of buckets, instead of time-bucket-width. The service chooses the smallest of the usual widths (1, 2, 5, 10, 15, 30 s or min; 1, 2, 3, 6, 12 h; a day, a week, a month …) and returns it in the header `ESS-Bucket-Width`":
    "time-bucket-width 대신 쓰는 최대 구간 수입니다. 이 수를 넘지 않는 가장 좁은 폭(1, 2, 5, 10, 15, 30초 또는 분, 1, 2, 3, 6, 12시간, 하루, 한 주, 한 달 …)을 골라 `ESS-Bucket-Width` 헤더로 알려 줍니다",
  "How to fill buckets without rows. none: leave them out; null: null; previous: the last value before; linear: linear interpolation. Their count is 0":
    "행이 없는 구간을 채우는 방법입니다. none: 제외, null: null, previous: 직전 값, linear: 선형 보간. 이런 구간의 count는 0입니다",
  "First day (inclusive)": "첫날(포함)",
  "End of the days (exclusive)": "끝 날짜(미포함)",
  "Time between items, as a Postgres or ISO 8601 interval: `10 seconds`, `5min`, `PT1H`. Whole seconds from 1 s to 1 day. Default: 600 s. Steps are aligned to 2000-01-03 00:00 in the site's time zone":
    "항목 사이의 간격입니다. Postgres 또는 ISO 8601 형식으로 씁니다: `10 seconds`, `5min`, `PT1H`. 1초에서 하루까지 초 단위, 기본값은 600초입니다. 사이트 시간대의 2000-01-03 00:00을 기준으로 나눕니다",
  "Time between items, as a Postgres or ISO 8601 interval: `10 seconds`, `5min`, `PT1H`. Multiples of 10 s from 10 s to 1 hour. Default: 10 s. Steps are aligned to 2000-01-03 00:00 in the site's time zone":
    "항목 사이의 간격입니다. Postgres 또는 ISO 8601 형식으로 씁니다: `10 seconds`, `5min`, `PT1H`. 10초에서 1시간까지 10초의 배수, 기본값은 10초입니다. 사이트 시간대의 2000-01-03 00:00을 기준으로 나눕니다",
  "Time between items, as a Postgres or ISO 8601 interval: `10 seconds`, `5min`, `PT1H`. Whole seconds from 1 s to 1 day. Default: 10 s. Steps are aligned to 2000-01-03 00:00 in the site's time zone":
    "항목 사이의 간격입니다. Postgres 또는 ISO 8601 형식으로 씁니다: `10 seconds`, `5min`, `PT1H`. 1초에서 하루까지 초 단위, 기본값은 10초입니다. 사이트 시간대의 2000-01-03 00:00을 기준으로 나눕니다",
  "Return only items of this mode: 1 banks, 2 racks": "이 모드의 항목만 받습니다. 1: 뱅크, 2: 랙",
  "Safety limits. `33J` and `41J` are cell types; `published` has the constants of the original platform, with signed current. Default: the limits of the site":
    "안전 한계값입니다. `33J`와 `41J`는 셀 종류이고, `published`는 부호 있는 전류를 쓰는 원래 플랫폼의 상수입니다. 기본값은 사이트의 한계값입니다",
  "Safety limits. `33J` and `41J` are cell types; `published` has the constants of the original platform, with signed current. Default: `33J`":
    "안전 한계값입니다. `33J`와 `41J`는 셀 종류이고, `published`는 부호 있는 전류를 쓰는 원래 플랫폼의 상수입니다. 기본값은 `33J`입니다",
  "Forecast horizon: whole minutes from 1 to 60, as a Postgres or ISO 8601 interval, or `path` for every minute of the next hour. Default: 10 minutes":
    "예측 시간입니다. 1–60분을 분 단위로, Postgres 또는 ISO 8601 형식으로 씁니다. `path`이면 앞으로 한 시간의 매분입니다. 기본값은 10분입니다",
  "Forecast horizon: whole minutes from 1 to 60, as a Postgres or ISO 8601 interval. Default: 10 minutes":
    "예측 시간입니다. 1–60분을 분 단위로, Postgres 또는 ISO 8601 형식으로 씁니다. 기본값은 10분입니다",
  "`latest` returns one item per bank or rack, from its newest row, instead of a range":
    "`latest`이면 기간 대신 뱅크나 랙마다 최신 행에서 한 항목을 제공합니다",
  "How to handle a body with rejected rows. abort: write nothing; skip: write the other rows":
    "거부된 행이 있는 본문의 처리 방식입니다. abort: 아무것도 저장하지 않음, skip: 나머지 행을 저장",
  "Identifies the request for 24 hours. The same request with the same key returns the first response and writes nothing":
    "24시간 동안 요청을 식별합니다. 같은 키로 같은 요청을 다시 보내면 첫 응답을 그대로 돌려주고 아무것도 저장하지 않습니다",
  "Number of rows to delete: the `count` of the same request without `confirm`. Nothing is deleted if the number has changed":
    "삭제할 행 수입니다. `confirm` 없이 보낸 같은 요청의 `count`를 쓰세요. 행 수가 달라졌으면 아무것도 삭제하지 않습니다",
  "Expected time between rows, as a Postgres or ISO 8601 interval: `1s`, `10 seconds`, `PT5M`. Default: the median in the range, for each bank or rack":
    "행 사이의 예상 간격입니다. Postgres 또는 ISO 8601 형식으로 씁니다: `1s`, `10 seconds`, `PT5M`. 기본값은 뱅크나 랙마다 그 기간의 중앙값입니다",
  "Return changes at this time or later: send the `until` of the previous response. ISO 8601, or milliseconds since 1970":
    "이 시각 이후의 변경을 받습니다. 이전 응답의 `until`을 넣으세요. ISO 8601 또는 1970년부터의 밀리초입니다",
  "Return only this status: 0 charge, 1 discharge, 2 rest":
    "이 상태만 받습니다. 0: 충전, 1: 방전, 2: 휴지",
  "Alias of charge_status": "charge_status의 다른 이름입니다",
  "Return only items over this period: 1, 7 or 30 days up to and including their day":
    "이 기간의 항목만 받습니다. 해당 날짜까지의 1일, 7일, 30일입니다",
  "Forecast once from this time, truncated to the minute, instead of from each midnight of a range. ISO 8601, or `latest` for the end of the newest complete ten minutes":
    "기간의 자정마다가 아니라 이 시각(초는 버림)에서 한 번 예측합니다. ISO 8601 형식이거나, 최신의 완전한 10분이 끝난 시각을 뜻하는 `latest`입니다",
  "Forecast target": "예측 대상",
  "Banks or racks": "뱅크 또는 랙",
  "One bank, or its racks. Default: all": "뱅크 하나 또는 그 랙입니다. 기본값은 전체입니다",
  "One rack of the bank. Implies component=rack": "뱅크의 랙 하나입니다. component=rack이 됩니다",
  "Return only the chart with this name": "이 이름의 차트만 받습니다",
  "Return only charts of this indicator": "이 지표의 차트만 받습니다",
  "Return events ongoing at this time, or with expand their rows of this second. ISO 8601. Without an offset, the time is in the site's time zone":
    "이 시각에 진행 중인 이벤트를 받습니다. expand와 함께 쓰면 이 초의 행입니다. ISO 8601 형식이며 오프셋이 없으면 사이트 시간대로 해석합니다",
  "Return only events with this code": "이 코드의 이벤트만 받습니다",
  "Return only this level: 1 warnings, 2 protection (faults)":
    "이 수준만 받습니다. 1: 경고, 2: 보호(고장)",
  "1 returns only ongoing events": "1이면 진행 중인 이벤트만 받습니다",
  "1s returns one row per second of an event, as the original platform stored them. The seconds of an ongoing event end with the last row":
    "1s이면 원래 플랫폼이 저장한 것처럼 이벤트의 초마다 한 행을 제공합니다. 진행 중인 이벤트는 마지막 행까지입니다",
  "1 adds `explanation` to each event: the flag, or the limit and its profile":
    "1이면 이벤트마다 `explanation`(플래그, 또는 한계값과 프로파일)을 추가합니다",
  "Text in the description, in Korean or English. Case is ignored":
    "설명에 포함된 글이며 한국어와 영어 모두 됩니다. 대소문자를 구분하지 않습니다",
  "1s counts the seconds of events instead of new events":
    "1s이면 새 이벤트 대신 이벤트의 초를 셉니다",
  "Return only events of this site": "이 사이트의 이벤트만 받습니다",
  "Seconds until the response ends and the client reconnects. The stream needs one subrequest per 1.5 seconds: on a plan with 50 subrequests, use at most 60":
    "응답이 끝나고 클라이언트가 다시 연결할 때까지의 시간(초)입니다. 1.5초마다 하위 요청을 하나 쓰므로, 하위 요청이 50개인 요금제에서는 60 이하로 쓰세요",
  "Continue after the change with this `id`. Default: only future changes":
    "이 `id`의 변경 다음부터 이어서 받습니다. 기본값은 앞으로의 변경만입니다",
  "Lookup part of the key: the 8 letters after `ess_`":
    "키의 조회 부분입니다. `ess_` 다음의 8글자입니다",
  "Return only entries of this key: the 8 letters after `ess_`":
    "이 키의 기록만 받습니다. `ess_` 다음의 8글자입니다",
  "Entries per page": "페이지당 기록 수",
  "Return entries older than this one, as in `next`":
    "이보다 오래된 기록을 받습니다. `next`에 있는 값입니다",
};
