const ORDER = "뱅크, 랙, 시각의 순서로";
const RANGE = "기간 안에 있고 가장 최근 행보다 늦지 않은 간격마다 한 항목입니다";
const STREAMED = "no_page이면 얼마든지 스트리밍합니다";

/** Responses and response headers, by English text. */
export const ANSWERS: Readonly<Record<string, string>> = {
  "It does": "실행 중입니다",
  "A problem (RFC 9457), in Korean or English by Accept-Language":
    "오류(RFC 9457)이며 Accept-Language에 따라 한국어나 영어입니다",
  "All do": "모두 응답합니다",
  "Not all do": "일부가 응답하지 않습니다",
  "The number of rows, and how many were deleted": "행 수와 삭제한 행 수",
  "The sites": "사이트들",
  "The site": "사이트",
  "A page of rows, oldest first; with no_page a bare array of all of them. In another format the rows alone, and what is said of the page in the headers":
    "오래된 것부터 한 페이지의 행이며, no_page이면 모든 행의 배열입니다. 다른 형식이면 행만 있고, 페이지에 대한 것은 헤더에 있습니다",
  "One row": "한 행",
  "The version of the rows of the answer, to be sent back as `If-None-Match`":
    "응답을 이루는 행들의 버전이며 `If-None-Match`로 되돌려 보냅니다",
  "`If-None-Match` names the answer as it is now: no rows were read":
    "`If-None-Match`가 지금의 응답과 같습니다. 행은 읽지 않았습니다",
  "A file of every row of the range, oldest first: CSV (RFC 4180), the same in gzip, NDJSON or Parquet. HEAD gives the headers alone, and there are no parts of it. A transfer that fails midway is broken, never ended early":
    "기간의 모든 행을 오래된 것부터 담은 파일로 CSV(RFC 4180), 이를 gzip으로 압축한 것, NDJSON 또는 Parquet입니다. HEAD는 헤더만 주며, 일부분만 받을 수는 없습니다. 도중에 실패한 전송은 끊어지며 일찍 끝난 것처럼 보이지 않습니다",
  "Number of rows in the answer": "응답의 행 수",
  "The names of the columns, as the header line of CSV has them": "CSV의 머리글 줄과 같은 열 이름",
  "Number of rows of the whole list; JSON has it inside":
    "목록 전체의 행 수. JSON에는 안에 있습니다",
  "Addresses of the next and the previous page (RFC 8288); JSON has them inside":
    "다음과 이전 페이지의 주소(RFC 8288). JSON에는 안에 있습니다",
  "Width of the buckets, e.g. `5 minutes`": "구간의 폭, 예: `5 minutes`",
  "`true`: the answer was given before, and nothing was written now":
    "`true`이면 앞서 준 응답이며 이번에는 아무것도 쓰지 않았습니다",
  "Buckets that have rows, oldest first": "행이 있는 구간이며 오래된 것부터입니다",
  "Buckets, by rack and time. Of each field `avg_<field>`, `min_<field>` and so on, of the values that are there and can be true":
    "랙과 시각 순서의 구간입니다. 있고 사실일 수 있는 값으로 구한 필드마다의 `avg_<field>`, `min_<field>` 등입니다",
  "One item for each day of the site that has an hour of values or more, by bank, rack and day":
    "한 시간 이상의 값이 있는 사이트의 날마다 한 항목이며, 뱅크, 랙, 날짜 순서입니다",
  "Windows that begin in the range and of which a tenth of the samples or more are complete, by bank, rack and time; with no_page streamed":
    "기간 안에서 시작하고 표본의 10분의 1 이상이 완전한 시간 창이며, 뱅크, 랙, 시각 순서입니다. no_page이면 스트리밍합니다",
  "One item a day from the day after the last one observed, by bank":
    "마지막으로 관측한 날의 다음 날부터 하루에 한 항목이며, 뱅크 순서입니다",
  "Items in the order of bank, rack and time, of each step that lies in the range and not after the newest row. At most 20000 (5000 explained, 500 paths); no_page streams any number": `${ORDER} ${RANGE}. 최대 20000개(explain은 5000개, path는 500개)이고, ${STREAMED}`,
  "Items in the order of bank, rack and time, of each step that lies in the range and not after the newest row. At most 20000 (5000 explained); no_page streams any number": `${ORDER} ${RANGE}. 최대 20000개(explain은 5000개)이고, ${STREAMED}`,
  "Items in the order of bank, rack and time: of each step that begins in the range the earliest complete row. At most 20000 (5000 explained), counted by the range; no_page streams any number": `${ORDER} 기간 안에서 시작하는 간격마다 가장 이른 완전한 행의 항목입니다. 기간으로 세어 최대 20000개(explain은 5000개)이고, ${STREAMED}`,
  "Items in the order of rack, time, period, status and range: ten ranges of each for every day of the range with rows, at most 31 days; without a range the newest day":
    "랙, 시각, 기간 길이, 상태, 범위의 순서입니다. 행이 있는 날마다 각각 열 개의 범위이며 최대 31일입니다. 기간이 없으면 가장 최근 날입니다",
  "Items in the order of bank, rack and time: one from each midnight of the site in the range, at most 31 of them and 120 items; without a range from the newest one. None where there was nothing in the thirty days before":
    "뱅크, 랙, 시각의 순서로 기간 안의 사이트 자정마다 하나이며, 자정 31개와 120개 항목까지입니다. 기간이 없으면 가장 최근 자정에서 시작합니다. 앞선 30일 동안 아무것도 없으면 항목도 없습니다",
  "The policy in force, in Korean and English": "한국어와 영어로 된 현재의 방침",
  "Every column of the component": "구성 요소의 모든 열",
  "What became of the rows": "행의 처리 결과",
  "The gaps of each source": "뱅크나 랙마다 빠진 곳",
  "The intervals in which rows were written": "행이 쓰인 시간 구간들",
  "Models by component and target; none of a site that has learnt nothing yet":
    "구성 요소와 예측 대상별 모델이며, 아직 아무것도 배우지 않은 사이트에는 없습니다",
  "Errors by horizon and regime, of an origin each minute; every day by the model that was live before it, as far as it is kept. By default the last day that is over, of a start or an end alone its day. At most 40 days of banks or racks":
    "매분의 예측 시점에서 구한 예측 시간과 운전 상태별 오차입니다. 날마다 보관된 한 그날 이전에 쓰이던 모델로 구합니다. 기본값은 지나간 마지막 날이고, 시작이나 끝만 있으면 그날입니다. 뱅크나 랙으로 세어 최대 40일입니다",
  "A page of charts": "한 페이지의 차트",
  "A page of events, newest first; with no_page a bare array of all of them":
    "최신순으로 한 페이지의 이벤트이며, no_page이면 모든 이벤트의 배열입니다",
  "Newest bucket first, then level; buckets without events are left out":
    "최신 구간부터, 그 안에서는 수준 순서이며, 이벤트가 없는 구간은 없습니다",
  "A stream of events": "이벤트의 흐름",
  "The event": "이벤트",
  "The webhook, without its secret; `url` is null where there is none":
    "비밀 값을 뺀 웹훅이며, 없으면 `url`이 null입니다",
  "The webhook and its secret": "웹훅과 그 비밀 값",
  "What is left: nothing but the last messages": "남은 것이며 마지막 메시지들뿐입니다",
  "The link": "링크",
  "Newest first": "최신순",
  "The key; its text is shown this once": "키이며, 키 전체는 이번 한 번만 보입니다",
  "The key, revoked now or before": "지금 또는 전에 폐기된 키",
  "A page; `next` is the address of the following one":
    "한 페이지이며 `next`는 다음 페이지의 주소입니다",
  "The caller": "요청한 사람",
};
