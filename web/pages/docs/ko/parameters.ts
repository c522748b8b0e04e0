const MOMENT =
  "ISO 8601이며, 오프셋이 없으면 사이트 시간대의 시각이고, 날짜만 있으면 그날 자정입니다";
const STEPS = `간격은 사이트 시간대의 2000-01-03 00:00부터 셉니다`;
const PROFILE =
  "안전을 판단하는 한계값입니다. `33J`와 `41J`는 셀의 종류이고, `published`는 부호 있는 전류를 쓰는 원래의 상수입니다.";
const FLAG = "1이면";

/** Parameters, by English text. */
export const PARAMETERS: Readonly<Record<string, string>> = {
  "Operating site": "사이트",
  "Bank of the site": "사이트의 뱅크",
  "Rack of the bank": "뱅크의 랙",
  Component: "구성 요소",
  "The count that the same request without `confirm` answered. The rows are deleted if there are still as many":
    "`confirm` 없는 같은 요청이 반환한 행 수입니다. 행 수가 그대로일 때만 삭제합니다",
  Event: "이벤트",
  "First moment of the range. ISO 8601; without an offset wall clock of the site's time zone; a date alone is its midnight": `기간의 첫 시각입니다. ${MOMENT}`,
  "End of the range; rows at this moment are not in it. ISO 8601; without an offset wall clock of the site's time zone; a date alone is its midnight": `기간의 끝이며, 이 시각의 행은 포함하지 않습니다. ${MOMENT}`,
  "One day of the site's time zone; wins over start-time and end-time":
    "사이트 시간대의 하루입니다. start-time과 end-time보다 우선합니다",
  "Only these fields, e.g. `timestamp,bank_soc`; comma separated or repeated":
    "이 필드만 받습니다. 예: `timestamp,bank_soc`. 쉼표로 나누거나 여러 번 씁니다",
  "All fields but these, e.g. `bank_soh`; comma separated or repeated":
    "이 필드를 뺀 모든 필드를 받습니다. 예: `bank_soh`. 쉼표로 나누거나 여러 번 씁니다",
  "iso: wall clock with the site's offset; local: wall clock alone; utc: with Z; unix: milliseconds since 1970":
    "iso: 사이트의 오프셋을 붙인 시각, local: 오프셋 없는 시각, utc: Z가 붙은 시각, unix: 1970년부터의 밀리초",
  "Number of the page, from 1, or `last`. For many pages follow `next` instead: it costs the same at any depth":
    "1부터 세는 페이지 번호 또는 `last`입니다. 페이지가 많으면 대신 `next`를 따라가세요. 얼마나 뒤로 가든 비용이 같습니다",
  "Rows of a page": "한 페이지의 행 수",
  "Place of a page, as the `next` and `previous` of another page give it":
    "다른 페이지의 `next`와 `previous`에 들어 있는 페이지의 자리",
  "`true`: all rows as a bare array, streamed": "`true`이면 모든 행을 배열 하나로 스트리밍합니다",
  "1 adds a last field `quality`: bit i is set if the column with this bit, as the description of the site tells, has a value that cannot be true": `${FLAG} 마지막에 \`quality\` 필드가 붙습니다. 사이트 설명에서 이 비트로 정해진 열의 값이 사실일 수 없으면 그 비트가 켜집니다`,
  "Format of the rows; it wins over `Accept`, by which they can be chosen as well. csv.gz: CSV in gzip; ndjson: an object a line; parquet: typed columns, times as UTC instants, units and site in its metadata":
    "행의 형식이며, 형식을 고르는 다른 방법인 `Accept`보다 우선합니다. csv.gz: gzip으로 압축한 CSV, ndjson: 한 줄에 객체 하나, parquet: 열마다 자료형이 있고 시각은 UTC이며 단위와 사이트가 메타데이터에 있습니다",
  '1 adds a last record with the number of rows and the SHA-256 of all bytes before it: `_end,<rows>,<SHA-256>` to CSV, `{"_end":{"rows":…,"sha256":…}}` to NDJSON, which has it when it is streamed, unless this is 0': `${FLAG} 행의 수와 앞 모든 바이트의 SHA-256을 담은 마지막 레코드가 붙습니다. CSV에는 \`_end,<행 수>,<SHA-256>\`, NDJSON에는 \`{"_end":{"rows":…,"sha256":…}}\`이며, 스트리밍하는 NDJSON에는 0이 아니면 붙습니다`,
  "bdf: columns of one bank or rack by the names and in the units of the Battery Data Format (Test Time / s, which counts from the start of the range, Unix Time / s, Voltage / V, Current / A, Power / W, Surface Temperature / degC)":
    "bdf: 뱅크 하나나 랙 하나의 열을 `Battery Data Format`의 이름과 단위로 줍니다(기간의 시작부터 세는 `Test Time / s`, `Unix Time / s`, `Voltage / V`, `Current / A`, `Power / W`, `Surface Temperature / degC`)",
  "Width of a bucket as Postgres or ISO 8601 writes it: `10 min`, `1hour`, `01:00:00`, `PT1H`, `1 week`, `1 month`, `P1Y`; whole seconds, from 1 s. Buckets are counted from 2000-01-03 00:00 (a Monday) of the time zone, months from January 2000":
    "구간의 폭이며 Postgres나 ISO 8601 표기로 씁니다: `10 min`, `1hour`, `01:00:00`, `PT1H`, `1 week`, `1 month`, `P1Y`. 1초부터 초 단위입니다. 구간은 시간대의 2000-01-03 00:00(월요일)부터, 월은 2000년 1월부터 셉니다",
  "Time zone (IANA) that buckets begin in and times are written in; by default the site's":
    "구간이 시작되고 시각을 쓰는 시간대(IANA)입니다. 기본값은 사이트의 시간대입니다",
  "1 adds a last key `explain` to each item: method, version, inputs, formula": `${FLAG} 항목마다 마지막에 \`explain\`(방법, 버전, 입력, 수식)이 붙습니다`,
  "Columns with numbers, at most 20, e.g. `bank_soc,bank_power`; comma separated or repeated. By default those that are rolled up, or the first 20":
    "숫자 열이며 최대 20개입니다. 예: `bank_soc,bank_power`. 쉼표로 나누거나 여러 번 씁니다. 기본값은 미리 집계하는 열, 없으면 처음 20개입니다",
  "What is told of each field, any of avg, min, max, first, last, count; by default avg,min,max,count. first and last are read from the rows themselves":
    "필드마다 구할 값으로 avg, min, max, first, last, count 가운데 고르며, 기본값은 avg,min,max,count입니다. first와 last는 행에서 직접 읽습니다",
  "Instead of time-bucket-width: the smallest usual width (1, 2, 5, 10, 15, 30 s or min, 1, 2, 3, 6, 12 h, a day, a week, a month …) by which the range has at most so many buckets; the header `ESS-Bucket-Width` tells which":
    "time-bucket-width 대신 쓰며, 기간의 구간 수가 이 값을 넘지 않는 가장 좁은 폭(1, 2, 5, 10, 15, 30초나 분, 1, 2, 3, 6, 12시간, 하루, 한 주, 한 달 …)을 고릅니다. 어떤 폭인지는 `ESS-Bucket-Width` 헤더에 있습니다",
  "What stands for buckets without rows. none: nothing; null; previous: the last value before; linear: values on the line between the neighbours. Their counts are 0":
    "행이 없는 구간을 채우는 방법입니다. none: 두지 않음, null, previous: 앞의 마지막 값, linear: 이웃을 잇는 직선 위의 값. 이런 구간의 개수는 0입니다",
  "First day": "첫날",
  "The day after the last one": "마지막 날의 다음 날",
  "Time from one item to the next, as Postgres or ISO 8601 writes it: `10 seconds`, `5min`, `PT1H`; whole seconds from 1 s to 1 day, 600 s by default. Steps are counted from 2000-01-03 00:00 of the site's time zone": `항목 사이의 시간이며 Postgres나 ISO 8601 표기로 씁니다: \`10 seconds\`, \`5min\`, \`PT1H\`. 1초에서 하루까지 초 단위이고 기본값은 600초입니다. ${STEPS}`,
  "Time from one item to the next, as Postgres or ISO 8601 writes it: `10 seconds`, `5min`, `PT1H`; multiples of 10 s from 10 s to 1 hour, 10 s by default. Steps are counted from 2000-01-03 00:00 of the site's time zone": `항목 사이의 시간이며 Postgres나 ISO 8601 표기로 씁니다: \`10 seconds\`, \`5min\`, \`PT1H\`. 10초에서 1시간까지 10초의 배수이고 기본값은 10초입니다. ${STEPS}`,
  "Time from one item to the next, as Postgres or ISO 8601 writes it: `10 seconds`, `5min`, `PT1H`; whole seconds from 1 s to 1 day, 10 s by default. Steps are counted from 2000-01-03 00:00 of the site's time zone": `항목 사이의 시간이며 Postgres나 ISO 8601 표기로 씁니다: \`10 seconds\`, \`5min\`, \`PT1H\`. 1초에서 하루까지 초 단위이고 기본값은 10초입니다. ${STEPS}`,
  "Only items of this mode: 1 of banks, 2 of racks": "이 모드의 항목만 받습니다. 1: 뱅크, 2: 랙",
  "Limits by which safety is judged: `33J` and `41J` are types of cells, `published` the original's constants with the signed current. By default that of the site's cells": `${PROFILE} 기본값은 사이트의 셀에 맞는 것입니다`,
  "Limits by which safety is judged: `33J` and `41J` are types of cells, `published` the original's constants with the signed current. By default that of the site": `${PROFILE} 기본값은 사이트의 것입니다`,
  "Limits by which safety is judged: `33J` and `41J` are types of cells, `published` the original's constants with the signed current. By default `33J`": `${PROFILE} 기본값은 \`33J\`입니다`,
  "How far ahead: whole minutes from 1 to 60, as Postgres or ISO 8601 writes it, 10 minutes by default; `path`: every minute of an hour from the origin on":
    "얼마나 앞을 예측할지이며, 1분에서 60분까지 분 단위로 Postgres나 ISO 8601 표기로 씁니다. 기본값은 10분입니다. `path`이면 예측 시점부터 한 시간의 매분입니다",
  "How far ahead: whole minutes from 1 to 60, as Postgres or ISO 8601 writes it, 10 minutes by default":
    "얼마나 앞을 예측할지이며, 1분에서 60분까지 분 단위로 Postgres나 ISO 8601 표기로 씁니다. 기본값은 10분입니다",
  "`latest`, instead of a range: one item for each bank or rack, from its newest row":
    "기간 대신 `latest`를 쓰면 뱅크나 랙마다 가장 최근 행에서 하나의 항목을 줍니다",
  "What becomes of a body with rows that cannot be taken. abort: nothing is written; skip: the other rows are":
    "받을 수 없는 행이 있는 본문의 처리입니다. abort: 아무것도 쓰지 않음, skip: 나머지 행을 씀",
  "With the same key and the same request within 24 hours the first answer is given again, and nothing is written":
    "24시간 안에 같은 키와 같은 요청이 오면 처음 응답을 다시 주고 아무것도 쓰지 않습니다",
  "Only this bank": "이 뱅크만",
  "Only racks with this number": "이 번호의 랙만",
  "Expected time between two rows, as Postgres or ISO 8601 writes it: `1s`, `10 seconds`, `PT5M`. By default the median of the range, of each bank or rack":
    "두 행 사이의 예상 시간이며 Postgres나 ISO 8601 표기로 씁니다: `1s`, `10 seconds`, `PT5M`. 기본값은 뱅크나 랙마다 그 기간의 중앙값입니다",
  "Rows written at this moment or later: the `until` of the answer before. ISO 8601, or milliseconds since 1970":
    "이 시각이나 그 뒤에 쓰인 행입니다. 앞 응답의 `until`을 넣으세요. ISO 8601 또는 1970년부터의 밀리초입니다",
  "Only 0 charge, 1 discharge or 2 rest": "0 충전, 1 방전, 2 휴지 가운데 하나만",
  "The same as charge_status": "charge_status와 같습니다",
  "Only rows of 1, 7 or 30 days that end with their day":
    "그날로 끝나는 1일, 7일, 30일 가운데 하나의 행만",
  "One forecast from this moment, its seconds cut off, instead of one from each midnight of a range: ISO 8601 as start-time, or `latest`: the end of the newest ten minutes that are complete":
    "기간의 자정마다가 아니라 이 시각(초는 버림)에서 하나의 예측을 합니다. start-time처럼 ISO 8601로 쓰거나, `latest`이면 완전한 가장 최근 10분의 끝입니다",
  "What is forecast": "예측 대상",
  "The banks, or the racks": "뱅크 또는 랙",
  "One bank, or its racks; all by default": "한 뱅크 또는 그 랙들입니다. 기본값은 전체입니다",
  "One rack of the bank; then component is rack": "뱅크의 한 랙이며, 이때 component는 rack입니다",
  "Only the chart of this name": "이 이름의 차트만",
  "Only charts of this indicator": "이 지표의 차트만",
  "Events that are under way at this moment; with expand their rows of this second. ISO 8601; without an offset wall clock of the site's time zone":
    "이 시각에 진행 중인 이벤트이며, expand와 함께이면 이 초의 행입니다. ISO 8601이며 오프셋이 없으면 사이트 시간대의 시각입니다",
  "Only events of this code": "이 코드의 이벤트만",
  "1: warnings, 2: protection (faults)": "1: 경고, 2: 보호(고장)",
  "1: only events that go on": `${FLAG} 진행 중인 이벤트만`,
  "1s: one row for each second from an event's start to its end, as the original platform stored them; of an event that goes on as far as there are rows":
    "1s이면 원래 플랫폼이 저장한 대로 이벤트의 시작부터 끝까지 초마다 한 행입니다. 진행 중인 이벤트는 행이 있는 데까지입니다",
  "1s: counts the seconds of events in a bucket instead of the events that begin in it":
    "1s이면 구간에서 시작된 이벤트 대신 이벤트의 초를 셉니다",
  "1 adds why each event began: the flag, or the limit and the profile": `${FLAG} 이벤트가 시작된 이유(플래그, 또는 한계값과 프로파일)가 붙습니다`,
  "Part of the description in either language, in whatever case":
    "어느 언어로든 설명의 일부이며 대소문자를 가리지 않습니다",
  "Only events of this site": "이 사이트의 이벤트만",
  "Seconds after which the answer ends and the client comes again. Every 1.5 seconds cost one subrequest: of a plan that allows 50, ask for 60 at most":
    "응답이 끝나고 클라이언트가 다시 연결할 때까지의 초입니다. 1.5초마다 하위 요청 하나를 쓰므로, 50개를 허용하는 요금제에서는 60까지만 요청하세요",
  "The `id` after which to go on; without it only what happens from now on is told":
    "이어서 받을 `id`입니다. 없으면 지금부터 일어나는 것만 알려 줍니다",
  "The 8 letters after `ess_`": "`ess_` 다음의 8글자",
  "Only what this key did: the 8 letters after `ess_`":
    "이 키가 한 일만 봅니다. `ess_` 다음의 8글자입니다",
  "Entries of a page, 100 by default": "한 페이지의 기록 수이며 기본값은 100입니다",
  "As `next` carries it: entries older than this one":
    "`next`에 들어 있는 값으로, 이것보다 오래된 기록을 받습니다",
};
