/** Fields of bodies and responses, by English text. */
export const FIELDS: Readonly<Record<string, string>> = {
  "0 charge, 1 discharge, 2 rest": "0 충전, 1 방전, 2 휴지",
  "0 for a bank": "뱅크이면 0",
  "0 of a bank": "뱅크이면 0",
  "0: of the bank itself": "0이면 뱅크 자체",
  "1 bank, 2 rack": "1 뱅크, 2 랙",
  "00:00 of the last day of the period": "기간 마지막 날의 00:00",
  "1 − mae / persistence_mae": "1 − mae / persistence_mae",
  "100 at SoH 100 %, 0 at SoH 80 %; below it negative":
    "SoH 100%에서 100, SoH 80%에서 0이고 그 아래는 음수",
  "A public https address, on port 443 or 8443": "443 또는 8443 포트의 공개 https 주소",
  "A value outside least–most cannot be true: it is stored as sent, and sets this bit of `quality`":
    "least–most를 벗어난 값은 사실일 수 없습니다. 보낸 그대로 저장하고 `quality`의 이 비트를 켭니다",
  "Address of a download on this service; it may hold parameters":
    "이 서비스의 다운로드 주소이며 매개변수를 가질 수 있습니다",
  "As asked for, but not after now": "요청한 값이되 지금보다 늦지 않습니다",
  "At `time`; null where there is none": "`time`의 값이며, 없으면 null",
  "Beginning of the bucket": "구간의 시작",
  "Beginning of the window": "시간 창의 시작",
  "By component": "구성 요소별",
  "By position of the cell: how often it was the extreme one, and means":
    "셀의 위치별로 극값이었던 횟수와 평균",
  "By the original's recipe": "원래 플랫폼의 방식으로 구한 값",
  "Centre of gravity of the degrees": "소속도의 무게 중심",
  "Changes at most this far apart are one interval: a minute, or more where there are too many intervals":
    "이만큼 안에 있는 변경은 한 구간으로 봅니다. 1분이며, 구간이 너무 많으면 더 길어집니다",
  "Changes with any of the models": "모델이 하나라도 바뀌면 달라집니다",
  "Earliest first, [start, end) in whole minutes": "이른 것부터, 분 단위의 [start, end)",
  "Empty where there is no model": "모델이 없으면 비어 있습니다",
  "Ends of a 90 % interval, indicative; not with few past days":
    "90% 구간의 양 끝으로 참고용이며, 지난날이 적으면 없습니다",
  "Ends of the 144 ten minutes to come": "앞으로 올 10분 144개의 끝 시각",
  "Error of the last night / of those before it, ten minutes ahead":
    "10분 뒤 예측에서 마지막 밤의 오차 / 그 전 밤들의 오차",
  "Every bank or rack that the site has. step_seconds is the expected time between two rows; null where it cannot be known":
    "사이트의 모든 뱅크 또는 랙입니다. step_seconds는 두 행 사이의 예상 시간이며, 알 수 없으면 null입니다",
  Exclusive: "포함하지 않음",
  "First moment after it; null while it goes on": "끝난 다음의 첫 시각이며, 진행 중이면 null",
  "Forecast of the value at `time` + horizon": "`time`에서 예측 시간만큼 뒤의 예측값",
  Forecasts: "예측",
  "Rows in the range. Send it as `confirm` to delete them":
    "기간의 행 수입니다. 삭제하려면 `confirm`으로 보내세요",
  "Rows deleted: 0 without `confirm`": "삭제한 행 수. `confirm`이 없으면 0입니다",
  "true: nothing was deleted": "true이면 아무것도 삭제하지 않았습니다",
  "Gaps of all sources": "모든 뱅크나 랙의 빠진 곳",
  "Hexadecimal digits after the prefix": "접두사 다음의 16진수 자릿수",
  "How many values that are": "그런 값의 수",
  "Its parameters, unless the path holds them": "경로에 매개변수가 없을 때 쓰는 매개변수",
  "Language of `text` in a message; ko if missing": "메시지에 있는 `text`의 언어이며, 없으면 ko",
  "Lookup part; null where no key was needed": "키의 조회 부분이며, 키가 필요 없었으면 null",
  "Made of the weights that are live": "지금 쓰이는 가중치로 만든 값",
  "Mean absolute error of persistence at the same origins":
    "같은 예측 시점에서 값을 유지했을 때의 평균 절대 오차",
  "Mean absolute error, in the unit of the target": "예측 대상의 단위로 나타낸 평균 절대 오차",
  "Mean of forecast − what came": "예측값 − 실제값의 평균",
  "Mean of the day's plausible values, %": "그날의 사실일 수 있는 값의 평균(%)",
  "Mean of the values that are there and can be true; null where none is":
    "있고 사실일 수 있는 값의 평균이며, 없으면 null",
  "Mean width of the interval": "구간의 평균 폭",
  "Name in de-identified answers": "비식별화된 응답에서의 이름",
  "Name in the database": "데이터베이스에서의 이름",
  "Names of the catalog where they are not sensitive, then identifiers; /api/ess/di/policy/ says how these are made":
    "민감하지 않은 것은 카탈로그의 이름, 그다음은 식별자입니다. 식별자를 만드는 방법은 /api/ess/di/policy/에 있습니다",
  "Number of the change, as in the stream": "스트림에서와 같은 변경의 번호",
  "Of a body: its line; in a JSON array the number of the object; from 1":
    "본문에서의 줄이며, JSON 배열에서는 객체의 번호이고 1부터 셉니다",
  "Of a path: the times of its points": "path일 때 각 점의 시각",
  "Of the last answer; null: none in time": "마지막 응답의 값이며, 제때 온 응답이 없으면 null",
  "Of their favourable limits": "유리한 쪽 한계값으로 구한 값",
  "Of their unfavourable limits": "불리한 쪽 한계값으로 구한 값",
  "One that is not served is answered with persistence":
    "제공하지 않는 것은 값을 유지한 것으로 답합니다",
  "Only events of these levels; both if missing": "이 수준의 이벤트만이며, 없으면 둘 다",
  "Only these operating sites; all of them if missing": "이 사이트만이며, 없으면 모든 사이트",
  "Part of what came that lay in the 90 % interval": "실제값 가운데 90% 구간에 든 비율",
  "Product of the seven, in (0, 1]": "일곱 값의 곱이며 (0, 1] 범위",
  "Release that the identifiers are made for; null in plain mode":
    "식별자를 만든 릴리스이며, plain 모드이면 null",
  "Root mean square error": "평균 제곱근 오차",
  "Rows are missing from `start`, when the first of them was due, until `end`: the next row, or the end of the range. Earliest first":
    "첫 행이 있어야 했던 `start`부터 다음 행 또는 기간의 끝인 `end`까지 행이 없습니다. 이른 것부터입니다",
  "Rows corrected, be they new since then or not":
    "정정된 행이며, 그 뒤에 새로 생긴 것도 포함합니다",
  "Rows in the bucket": "구간의 행 수",
  "Rows never corrected": "한 번도 정정되지 않은 행",
  "Rows taken whose mask `quality` is not 0, as sent":
    "`quality`가 0이 아니지만 보낸 그대로 받은 행",
  "Rows that cannot be taken; only with on-error=skip":
    "받을 수 없는 행이며 on-error=skip일 때만 있습니다",
  "Rows that taught ten minutes ahead": "10분 뒤 예측을 배우는 데 쓴 행",
  "Rows that were not there": "없던 행",
  "Rows that were there as they are": "이미 같은 값으로 있던 행",
  "Rows that were there with another value": "다른 값으로 있던 행",
  "Rows whose key comes again later in the body: they were not written":
    "본문 뒤쪽에 같은 키가 다시 나와 쓰지 않은 행",
  "Seconds for which the link works, at most 604800": "링크가 유효한 초이며 최대 604800",
  "Signs the messages; shown this once": "메시지에 서명하는 값이며 이번 한 번만 보입니다",
  "Sites that the caller sees": "볼 수 있는 사이트",
  "SoS of the forecasts": "예측값으로 구한 SoS",
  "The eight letters of the key, as `GET /api/ess/keys/` has them; null without one":
    "`GET /api/ess/keys/`에 나오는 키의 여덟 글자이며, 키가 없으면 null",
  "The first 100 faults of the rows rejected": "거부된 행의 처음 100개 잘못",
  "The forecast: means of these ten minutes": "예측값이며 이 10분의 평균",
  "The last 20, newest first": "마지막 20개이며 최신순",
  "The newest day that was learnt or left out": "배우거나 뺀 가장 최근 날",
  "The newest value, held": "가장 최근 값을 유지한 것",
  "The nights that the record is of: each day was forecast by a model that did not know it":
    "성적을 매긴 밤들이며, 각 날은 그날을 모르는 모델이 예측했습니다",
  "The origin: nothing after it was looked at": "예측 시점이며 그 뒤의 것은 보지 않았습니다",
  "The reading that went furthest towards danger, and its cell or sensor":
    "위험 쪽으로 가장 많이 간 측정값과 그 셀 또는 센서",
  "The same by the rule of the more dangerous of voltage and temperature":
    "전압과 온도 가운데 더 위험한 쪽의 규칙으로 구한 같은 값",
  "The same in English": "같은 내용의 영어",
  "The same of all complete days of the last thirty, on average":
    "지난 30일 가운데 완전한 날들의 평균",
  "The upper end": "위쪽 끝",
  "The whole key, shown this once": "키 전체이며 이번 한 번만 보입니다",
  "Their share of the rows expected by the rhythm of the others, 0 to 1; null where it does not show":
    "다른 행들의 주기로 예상되는 행 가운데 있는 비율(0–1)이며, 알 수 없으면 null",
  "Their share of the samples expected in the bucket by the rhythm of the rows, 0 to 1; null where it does not show":
    "행의 주기로 구간에 예상되는 표본 가운데 있는 비율(0–1)이며, 알 수 없으면 null",
  "Three rows: each class is a line through `<class>_x`, `<class>_y`":
    "세 행이며, 각 등급은 `<class>_x`, `<class>_y`를 지나는 선입니다",
  "To be given as `since` next time. Nothing is missed so, though some rows may be told of twice":
    "다음번에 `since`로 넣으세요. 빠지는 것은 없지만 일부 행은 두 번 올 수 있습니다",
  "Weights, usual changes and intervals": "가중치, 평소의 변화, 구간",
  "What came after this time on the last complete day": "완전한 마지막 날의 같은 시각 뒤에 온 값",
  "What happened, in Korean, with the value of its start": "시작할 때의 값과 함께 한국어로 쓴 내용",
  "What it may do": "할 수 있는 일",
  "What was found or done": "확인하거나 조치한 내용",
  "When it began; with expand one of its seconds": "시작 시각이며, expand이면 그 가운데 한 초",
  "When it ends, ISO 8601 with an offset; never if missing":
    "오프셋이 있는 ISO 8601의 만료 시각이며, 없으면 만료되지 않습니다",
  "When the forecast is made: the origin": "예측을 하는 시각, 곧 예측 시점",
  "When the key ends; null: it does not": "키의 만료 시각이며, null이면 만료되지 않습니다",
  "Where nine in ten values come to lie: above this": "열 가운데 아홉 값이 놓이는 범위의 아래쪽 끝",
  "and below this": "그 범위의 위쪽 끝",
  "Where the step begins": "간격의 시작",
  "Whose key it is, or what for": "누구의 키인지, 또는 무엇에 쓰는지",
  "Why it is sensitive: by a word in its name, or by the site's list":
    "민감한 이유이며, 이름의 낱말 때문이거나 사이트의 목록에 있기 때문입니다",
  "Why there is no forecast": "예측이 없는 이유",
  "Why there is no forecast: fewer than two complete days, or no value in the hour before the origin":
    "예측이 없는 이유로, 완전한 날이 이틀이 안 되거나 예측 시점 앞 한 시간에 값이 없습니다",
  "With explain=1": "explain=1일 때",
  "complete, broken; null: under way, or its worker died":
    "complete 또는 broken이며, null이면 진행 중이거나 처리하던 워커가 멈춘 것입니다",
  "false: `gaps` has the first 10000 of them; `sources` and `count` tell of all":
    "false이면 `gaps`에는 처음 10000개만 있고, `sources`와 `count`는 전체를 알려 줍니다",
  "Cloudflare's id of what is deployed, as `wrangler deployments list` has it; null elsewhere":
    "배포된 버전의 Cloudflare ID로 `wrangler deployments list`에 나오는 것이며, 다른 곳에서는 null입니다",
  "Of the service, as CHANGELOG.md has it": "CHANGELOG.md에 나오는 서비스 버전",
  "flag: the BMS said so; threshold: it gives no flag, and a limit of the site was passed":
    "flag: BMS가 알린 것, threshold: 플래그가 없고 사이트의 한계값을 넘은 것",
  "learning: nothing is answered with yet; provisional: of fewer than 7 days":
    "learning: 아직 답에 쓰지 않음, provisional: 7일이 안 되는 데이터로 만듦",
  "null: all of them": "null이면 전체",
  "null: not configured": "null이면 설정되지 않음",
  "null: of all": "null이면 전체",
  "true: no earlier model is kept, and this one was trained with the day":
    "true이면 보관된 이전 모델이 없어 그날을 배운 모델로 구했습니다",
  "unavailable: earliest and latest are unknown":
    "unavailable이면 earliest와 latest를 알 수 없습니다",
};
