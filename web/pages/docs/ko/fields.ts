/** Descriptions of fields in bodies and responses by their English text. */
export const FIELDS: Readonly<Record<string, string>> = {
  "Version of the service": "서비스 버전",
  "Cloudflare version id of the deployment, or null outside Cloudflare":
    "배포의 Cloudflare 버전 ID이며, Cloudflare가 아니면 null",
  "Start of the bucket": "구간의 시작",
  "Mean of the plausible values, or null if there are none": "정상 값의 평균이며, 없으면 null",
  "Number of values averaged": "평균에 쓴 값의 수",
  "Values divided by the expected samples, 0 to 1; null if the sampling interval is unknown":
    "예상 표본 수 대비 값의 비율(0–1)이며, 측정 간격을 알 수 없으면 null",
  "Number of rows in the bucket": "구간의 행 수",
  "Rows divided by the expected rows, 0 to 1; null if the sampling interval is unknown":
    "예상 행 수 대비 행의 비율(0–1)이며, 측정 간격을 알 수 없으면 null",
  "Mean of the plausible values of the day, in %": "그날 정상 값의 평균(%)",
  "Start of the window": "시간 창의 시작",
  "0 charge, 1 discharge, 2 rest": "0 충전, 1 방전, 2 휴지",
  "1 bank, 2 rack": "1 뱅크, 2 랙",
  "0 for a whole bank": "뱅크 전체이면 0",
  "Centroid of the membership degrees": "소속도의 무게 중심",
  "Centroid of the degrees of the more dangerous quantity, voltage or temperature":
    "전압과 온도 중 더 위험한 쪽 소속도의 무게 중심",
  "State of life: 100 at SoH 100 %, 0 at SoH 80 %, negative below":
    "수명 상태(SoL): SoH 100%에서 100, 80%에서 0, 그 아래는 음수",
  "Three points of a line for each class: `<class>_x`, `<class>_y`":
    "등급마다 선을 이루는 세 점: `<class>_x`, `<class>_y`",
  "Findings or measures": "확인하거나 조치한 내용",
  "Public https URL on port 443 or 8443": "443 또는 8443 포트의 공개 https URL",
  "Levels to send. Default: both": "보낼 수준입니다. 기본값은 둘 다입니다",
  "Language of `text` in a message. Default: ko": "메시지의 `text` 언어입니다. 기본값은 ko입니다",
  "Path of a download on this service, with or without a query":
    "이 서비스의 다운로드 경로이며 쿼리를 포함할 수 있습니다",
  "Query parameters, unless the path contains them": "경로에 쿼리가 없을 때 쓰는 쿼리 매개변수",
  "Lifetime of the link in seconds, at most 604800": "링크의 유효 시간(초)이며 최대 604800입니다",
  "Owner or purpose of the key": "키의 소유자 또는 용도",
  "Scopes of the key": "키의 권한",
  "Sites that the key may access. Default: all sites":
    "키로 접근할 수 있는 사이트입니다. 기본값은 모든 사이트입니다",
  "Expiry, in ISO 8601 with an offset. Default: the key does not expire":
    "만료 시각이며 오프셋이 있는 ISO 8601 형식입니다. 기본값은 만료 없음입니다",
  "One page, with links to the pages beside it": "이전·다음 페이지의 링크가 있는 한 페이지",
  "All rows, with `no_page=true`": "`no_page=true`일 때 모든 행",
  "Columns that are not sensitive have their own names; the others have identifiers. `/api/ess/di/policy/` describes how identifiers are made":
    "민감하지 않은 열은 원래 이름, 나머지는 식별자입니다. 식별자를 만드는 방법은 `/api/ess/di/policy/`에 있습니다",
  "Line of the body, or number of the object in a JSON array, starting at 1":
    "본문의 줄 번호, 또는 JSON 배열에서 객체의 번호이며 1부터 시작합니다",
  "unavailable: the database does not respond; earliest and latest are null":
    "unavailable: 데이터베이스가 응답하지 않아 earliest와 latest가 null입니다",
  "Plausible range. A value outside is stored as sent and sets this bit of `quality`":
    "정상 범위입니다. 벗어난 값은 보낸 그대로 저장하고 `quality`의 이 비트를 켭니다",
  "Forecast origin": "예측 시점",
  "Value at `time`, or null if there is none": "`time`의 값이며, 없으면 null",
  "Newest value, held": "현재값을 유지한 값",
  "With `horizon=path`: times of the points": "`horizon=path`일 때 각 점의 시각",
  "Forecast for `time` + horizon": "`time`에서 예측 시간만큼 뒤의 예측값",
  "Lower limit of the 90 % interval": "90% 구간의 하한",
  "Upper limit of the 90 % interval": "90% 구간의 상한",
  "Forecast of the original platform's linear model": "원래 플랫폼의 선형 모델로 구한 예측값",
  "Reason for a missing forecast": "예측이 없는 이유",
  "SoS of the forecast values": "예측값으로 구한 SoS",
  "SoS of the unfavourable limits": "불리한 쪽 한계로 구한 SoS",
  "SoS of the favourable limits": "유리한 쪽 한계로 구한 SoS",
  "Version of the models together": "모델 전체의 버전",
  "null: de-identification is not configured": "null이면 비식별화가 설정되지 않았습니다",
  "Version of the identifiers, or null in plain mode": "식별자의 버전이며, plain 모드이면 null",
  "Number of hexadecimal digits after the prefix": "접두사 다음 16진수의 자릿수",
  "Prefix of the identifiers, by component": "구성 요소별 식별자 접두사",
  "Name in de-identified responses": "비식별화된 응답의 이름",
  "Name in the database": "데이터베이스의 이름",
  "Why the column is sensitive: rule (a word in its name) or list (the site's list)":
    "열이 민감한 이유: rule(이름에 있는 낱말) 또는 list(사이트의 목록)",
  "Rows that are new": "새 행",
  "Existing rows in which a value has changed": "값이 바뀐 기존 행",
  "Existing rows with the same values": "값이 같은 기존 행",
  "Rows that a later row of the body with the same key replaces":
    "본문 뒤쪽에 있는 같은 키의 행으로 대체된 행",
  "Rejected rows; only with on-error=skip": "거부된 행이며 on-error=skip일 때만 있습니다",
  "Written rows with implausible values: their `quality` is not 0":
    "비정상 값이 있는 저장된 행이며 `quality`가 0이 아닙니다",
  "The first 100 faults of rejected rows": "거부된 행의 처음 100개 오류",
  "Number of rows in the range. Send it as `confirm` to delete them":
    "기간의 행 수입니다. 삭제하려면 이 값을 `confirm`으로 보내세요",
  "Number of deleted rows: 0 without `confirm`": "삭제한 행 수이며 `confirm`이 없으면 0입니다",
  "true: nothing was deleted": "true이면 아무것도 삭제하지 않았습니다",
  "End of the range, at most the current time": "기간의 끝이며 현재 시각을 넘지 않습니다",
  "All banks or racks of the site. step_seconds is the expected time between rows, or null if it is unknown":
    "사이트의 모든 뱅크 또는 랙입니다. step_seconds는 행 사이의 예상 간격이며, 알 수 없으면 null입니다",
  "Number of gaps of all sources": "모든 뱅크나 랙의 누락 수",
  "false: `gaps` has only the first 10000 gaps; `sources` and `count` cover all":
    "false이면 `gaps`에는 처음 10000개만 있고, `sources`와 `count`는 전체 기준입니다",
  "Gaps, earliest first. `start` is when the first missing row was due; `end` is the next row or the end of the range":
    "이른 순서의 누락 구간입니다. `start`는 첫 누락 행이 있어야 했던 시각, `end`는 다음 행 또는 기간의 끝입니다",
  "Send it as `since` in the next request. No change is missed; some may be reported twice":
    "다음 요청에 `since`로 보내세요. 빠지는 변경은 없지만 일부는 두 번 올 수 있습니다",
  "Changes at most this far apart are joined into one interval: 60, or more if there are too many intervals":
    "이 시간 안에 있는 변경은 한 구간으로 합칩니다. 60초이며, 구간이 너무 많으면 더 깁니다",
  "Intervals [start, end) in whole minutes, earliest first":
    "이른 순서의 [start, end) 구간(분 단위)",
  "Number of rows without corrections": "정정되지 않은 행 수",
  "Number of corrected rows, including new ones": "정정된 행 수이며 새 행을 포함합니다",
  "Start of the step": "간격의 시작",
  "Product of the seven sub-functions, in (0, 1]": "일곱 하위 함수의 곱이며 범위는 (0, 1]입니다",
  "Midnight at the start of the last day of the period": "기간의 마지막 날이 시작되는 자정",
  "By cell position: how often the cell was the extreme cell, and the means at that time":
    "셀 위치별로 극값 셀이었던 횟수와 그때의 평균",
  "Forecast origin. Later values are not used": "예측 시점이며 그 뒤의 값은 쓰지 않습니다",
  "Ends of the next 144 ten-minute steps": "앞으로 10분 간격 144개의 끝 시각",
  "Forecast means of the steps": "간격별 평균의 예측값",
  "Lower limit of the 90 % interval, indicative. Missing with few past days":
    "참고용 90% 구간의 하한이며, 지난날이 적으면 없습니다",
  "Measured means after the same time on the last complete day":
    "마지막 완전한 날의 같은 시각 이후에 측정한 평균",
  "Average of these means over all complete days of the last thirty":
    "지난 30일 중 완전한 날에 대한 이 평균들의 평균",
  "Reason for a missing forecast: fewer than two complete days, or no value in the hour before the origin":
    "예측이 없는 이유: 완전한 날이 이틀 미만이거나, 예측 시점 앞 한 시간에 값이 없습니다",
  "learning: not used yet; provisional: fewer than 7 days of training; normal: 7 days or more":
    "learning: 아직 사용하지 않음, provisional: 학습 7일 미만, normal: 학습 7일 이상",
  "Version of the live weights": "현재 가중치의 버전",
  "Training rows of the ten-minute horizon": "10분 예측의 학습 행 수",
  "Size of weights, climatology and intervals": "가중치, 평년값, 구간의 크기",
  "Newest day that training has processed": "학습이 처리한 가장 최근 날",
  "Horizons. Those with `is_served` false are forecast with persistence":
    "예측 시간 목록입니다. `is_served`가 false이면 현재값 유지로 예측합니다",
  "Days of the track record. Each was forecast by a model trained before it":
    "성적을 계산한 날이며, 각 날은 그 전에 학습한 모델로 예측했습니다",
  "Ratio of the ten-minute error on the last day to that on the days before":
    "그 전 날들 대비 마지막 날의 10분 예측 오차 비율",
  "Operating regime, or null for all regimes": "운전 상태이며, null이면 전체입니다",
  "Number of forecasts": "예측 수",
  "Mean absolute error, in the unit of the target": "예측 대상의 단위로 나타낸 평균 절대 오차",
  "Root mean square error": "평균 제곱근 오차",
  "Mean of forecast − measured": "예측값 − 측정값의 평균",
  "Mean absolute error of persistence at the same origins":
    "같은 예측 시점에서 현재값을 유지했을 때의 평균 절대 오차",
  "1 − mae / persistence_mae": "1 − mae / persistence_mae",
  "Share of measured values within the 90 % interval": "측정값이 90% 구간에 든 비율",
  "Mean width of the 90 % interval": "90% 구간의 평균 폭",
  "End of the range (exclusive)": "기간의 끝(미포함)",
  "true: no earlier model is stored, and this model was trained with the day":
    "true이면 보관된 이전 모델이 없고, 이 모델은 그날로 학습했습니다",
  "Empty without a model": "모델이 없으면 비어 있습니다",
  "Start of the event, or with expand one of its seconds":
    "이벤트의 시작이며, expand이면 그중 한 초",
  "0 for the whole bank": "뱅크 전체이면 0입니다",
  "Description in Korean, with the value at the start": "시작 시점의 값을 포함한 한국어 설명",
  "Description in English": "영어 설명",
  "End of the event (exclusive), or null while it is ongoing":
    "이벤트의 끝(미포함)이며, 진행 중이면 null",
  "Peak value, its time, and the number of the cell or sensor":
    "최대 편차 값과 그 시각, 셀 또는 센서 번호",
  "flag: raised by the BMS; threshold: a limit of the site was exceeded, because the BMS has no flag for it":
    "flag: BMS가 알림, threshold: BMS에 플래그가 없어 사이트의 한계값 초과로 판단",
  "Why the event was raised; only with explain=1":
    "이벤트가 발생한 이유이며 explain=1일 때만 있습니다",
  "The last 20 deliveries, newest first": "마지막 전송 20건, 최신순",
  "Number of the change, as `id` in the stream": "변경 번호이며 스트림의 `id`와 같습니다",
  "Status of the last response, or null if there was none in time":
    "마지막 응답의 상태 코드이며, 제때 응답이 없었으면 null",
  "Secret that signs the messages, shown only once":
    "메시지에 서명하는 비밀 값이며 한 번만 표시합니다",
  "Sites that the key may access, or null for all sites":
    "키로 접근할 수 있는 사이트이며, null이면 전체",
  "The complete key, shown only once": "키 전체이며 한 번만 표시합니다",
  "Lookup part of the key, or null for a request without a key":
    "키의 조회 부분이며, 키 없는 요청이면 null",
  "complete or broken; null while the transfer runs, or if its worker stopped":
    "complete 또는 broken이며, 전송 중이거나 워커가 중단되었으면 null",
  "Lookup part of the key, as in `GET /api/ess/keys/`, or null without a key":
    "`GET /api/ess/keys/`에 있는 키의 조회 부분이며, 키가 없으면 null",
  "Sites that the caller may access": "호출자가 접근할 수 있는 사이트",
  "Expiry of the key, or null if it does not expire": "키의 만료 시각이며, 만료되지 않으면 null",
};
