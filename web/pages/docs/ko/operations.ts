/** Places in a summary, for `{place}`. */
export const PLACES: Readonly<Record<string, string>> = {
  "each rack of a bank": "뱅크의 각 랙",
  "all racks of a bank": "뱅크의 모든 랙",
  "each bank": "각 뱅크",
  "a bank": "뱅크",
  "a rack": "랙",
  "the PCS": "PCS",
  "the sensors": "보조 센서",
};

/** Components in a summary, for `{component}`. */
export const COMPONENTS: Readonly<Record<string, string>> = {
  bank: "뱅크",
  rack: "랙",
  pcs: "PCS",
  etc: "보조 센서",
};

/** Summaries of operations. `{place}` and `{component}` stand for the texts above. */
export const SUMMARIES: Readonly<Record<string, string>> = {
  "Check whether the service runs": "서비스 실행 여부 확인",
  "Check whether every configured database responds": "설정된 모든 데이터베이스의 응답 여부 확인",
  "List all operating sites": "모든 사이트 목록 조회",
  "Get an operating site": "사이트 조회",
  "List the rows of {place}": "{place}의 행 목록 조회",
  "List the rows of {place}, de-identified": "{place}의 비식별화된 행 목록 조회",
  "Get the newest row of {place}": "{place}의 최신 행 조회",
  "Download the rows of a component as a file": "구성 요소의 행을 파일로 다운로드",
  "Download the rows of a component as a file, de-identified":
    "구성 요소의 비식별화된 행을 파일로 다운로드",
  "Average the state of charge of {place} (%) per time bucket": "{place}의 구간별 평균 SoC(%) 조회",
  "Average the state of health of {place} (%) per time bucket": "{place}의 구간별 평균 SoH(%) 조회",
  "Average the power of {place} (kW, positive when charging) per time bucket":
    "{place}의 구간별 평균 전력(kW, 충전이 양수) 조회",
  "Aggregate the numeric columns of {place} per time bucket": "{place}의 숫자 열을 구간별로 집계",
  "Get the daily state of health (SoH) of {place}": "{place}의 일별 SoH 조회",
  "Get the extended state of safety (ExSoS) of {place} per time window":
    "{place}의 시간 창별 확장 안전 상태(ExSoS) 조회",
  "Forecast the state of life (SoL) of {place} for fifteen years":
    "{place}의 15년간 수명 상태(SoL) 예측",
  "Forecast the highest cell voltage (V) of {place} up to an hour ahead":
    "{place}의 최고 셀 전압(V) 최대 1시간 예측",
  "Forecast the lowest cell voltage (V) of {place} up to an hour ahead":
    "{place}의 최저 셀 전압(V) 최대 1시간 예측",
  "Forecast the highest cell temperature (degC) of {place} up to an hour ahead":
    "{place}의 최고 셀 온도(°C) 최대 1시간 예측",
  "Forecast the lowest cell temperature (degC) of {place} up to an hour ahead":
    "{place}의 최저 셀 온도(°C) 최대 1시간 예측",
  "Forecast the DC voltage (V) of {place} up to an hour ahead":
    "{place}의 DC 전압(V) 최대 1시간 예측",
  "Forecast the gap between the highest and the lowest cell voltage (V) of {place} up to an hour ahead":
    "{place}의 셀 전압 차(V) 최대 1시간 예측",
  "Forecast the gap between the highest and the lowest cell temperature (degC) of {place} up to an hour ahead":
    "{place}의 셀 온도 차(°C) 최대 1시간 예측",
  "Forecast the state of safety (SoS) of {place} up to an hour ahead":
    "{place}의 안전 상태(SoS) 최대 1시간 예측",
  "Forecast the highest cell voltage (V) of {place} for 24 hours in ten-minute steps":
    "{place}의 최고 셀 전압(V) 24시간 예측(10분 간격)",
  "Forecast the lowest cell voltage (V) of {place} for 24 hours in ten-minute steps":
    "{place}의 최저 셀 전압(V) 24시간 예측(10분 간격)",
  "Forecast the highest cell temperature (degC) of {place} for 24 hours in ten-minute steps":
    "{place}의 최고 셀 온도(°C) 24시간 예측(10분 간격)",
  "Forecast the lowest cell temperature (degC) of {place} for 24 hours in ten-minute steps":
    "{place}의 최저 셀 온도(°C) 24시간 예측(10분 간격)",
  "Forecast the cell voltage gap (V) of {place} for 24 hours in ten-minute steps":
    "{place}의 셀 전압 차(V) 24시간 예측(10분 간격)",
  "Get the de-identification policy and its limits": "비식별화 정책과 그 한계 조회",
  "Get the columns behind the identifiers of a component": "구성 요소의 식별자가 가리키는 열 조회",
  "Write new or corrected rows of {component}": "{component}의 새 행과 정정된 행 저장",
  "Delete the rows of {component} in a range": "기간 안의 {component} 행 삭제",
  "Find gaps in the rows of {component}": "{component} 행의 누락 조회",
  "Find added or corrected rows of {component} since a given time":
    "특정 시각 이후 추가되거나 정정된 {component} 행 조회",
  "Get the state of safety (SoS) of {place}": "{place}의 안전 상태(SoS) 조회",
  "Get the state of cell position (SoCP) of {place}": "{place}의 셀 위치 상태(SoCP) 조회",
  "List the forecast models of a site with their track records":
    "사이트의 예측 모델과 성적 목록 조회",
  "Backtest the forecasts of a past range": "지난 기간의 예측 백테스트",
  "Get the input sets of ExSoS as lines of charts": "ExSoS 입력 집합을 차트 선으로 조회",
  "List the events of all sites": "모든 사이트의 이벤트 목록 조회",
  "List the events of a site": "사이트의 이벤트 목록 조회",
  "Count the new events of a site per level and time bucket":
    "사이트의 새 이벤트를 수준과 시간 구간별로 집계",
  "Stream new, ended and withdrawn events": "새로 발생·종료·취소된 이벤트 스트리밍",
  "Acknowledge an event with a comment": "의견을 남겨 이벤트 확인 처리",
  "Get the webhook of a site and its last deliveries": "사이트의 웹훅과 최근 전송 기록 조회",
  "Set the webhook of a site": "사이트의 웹훅 설정",
  "Delete the webhook of a site": "사이트의 웹훅 삭제",
  "Sign a download link that works without a key": "키 없이 쓸 수 있는 다운로드 링크 서명",
  "List all API keys, without their secrets": "모든 API 키 목록 조회(비밀 값 제외)",
  "Create an API key": "API 키 만들기",
  "Revoke an API key": "API 키 폐기",
  "List downloads and key changes, newest first": "다운로드와 키 변경 기록 조회(최신순)",
  "Get the scopes and sites of the caller": "호출자의 권한과 사이트 조회",
};

/** Descriptions of operations. */
export const ABOUT: Readonly<Record<string, string>> = {
  "Computed from the state of health of all days so far; empty with fewer than 30 days. A forecast of fifteen years from less than a year of data is uncertain in any model: read it with its 95 % limits.":
    "지금까지 모든 날의 SoH로 계산하며, 30일 미만이면 비어 있습니다. 1년이 안 되는 데이터로 15년을 예측하는 것은 어떤 모델로도 불확실하므로 95% 구간과 함께 보세요.",
  "`observed` is the value at `time`; `ridge` is the forecast for `time` + horizon with the limits of its 90 % interval; `persistence` is the newest value, held. Without a forecast, the item has a `reason`. Without a value in the last ten minutes, there is no item.":
    "`observed`는 `time`의 값, `ridge`는 예측 시간만큼 뒤의 예측값과 90% 구간, `persistence`는 현재값을 유지한 값입니다. 예측이 없으면 `reason`이 있고, 지난 10분에 값이 없으면 항목이 없습니다.",
  "The SoS of the forecast cell voltages, temperatures and gaps, with the current unchanged. `observed` is the SoS at `time`; `persistence` is the newest SoS, held.":
    "예측한 셀 전압과 온도, 그 편차로 구한 SoS이며 전류는 그대로라고 가정합니다. `observed`는 `time`의 SoS, `persistence`는 현재 SoS를 유지한 값입니다.",
  "The body may have 250000 rows and 16 MiB, both compressed (`Content-Encoding: gzip`) and uncompressed. Reading stops after 10000 rejected rows in both modes. Columns have the names of the database, as they are or in lower case. Times without an offset are in the site's time zone. A row with an existing key updates the values that differ; columns missing in the body keep their values. Sending the same body again changes nothing.":
    "본문은 압축 전(`Content-Encoding: gzip`)과 후 모두 16 MiB, 250000행까지입니다. 두 방식 모두 거부된 행이 10000개를 넘으면 읽기를 멈춥니다. 열 이름은 데이터베이스의 이름 그대로 또는 소문자입니다. 오프셋이 없는 시각은 사이트 시간대로 해석합니다. 같은 키의 행이 있으면 다른 값만 바꾸고, 본문에 없는 열은 그대로 둡니다. 같은 본문을 다시 보내도 달라지지 않습니다.",
  "Without `confirm` nothing is deleted, and the response has the number of rows. With `confirm` set to that number, the rows are deleted in one transaction, and rollups, events and daily products are updated as after late rows. At most 100000 rows per request. `updates` lists rows that exist and cannot list deleted ones; the audit log has the deleted range.":
    "`confirm`이 없으면 아무것도 삭제하지 않고 행 수만 알려 줍니다. `confirm`에 그 수를 넣으면 한 트랜잭션으로 삭제하고, 늦게 도착한 행과 마찬가지로 집계, 이벤트, 일별 결과를 갱신합니다. 요청당 최대 100000행입니다. `updates`에는 있는 행만 나오므로 삭제한 기간은 감사 기록에서 확인하세요.",
  "The range may have at most 7 days.": "기간은 최대 7일입니다.",
  "An event is in a range if any part of it is. Warnings and faults come from the flags of the BMS or, where the BMS has none, from the published limits of the site.":
    "일부라도 기간에 걸친 이벤트는 포함합니다. 경고와 고장은 BMS의 플래그에서, 플래그가 없으면 사이트의 공개된 한계값에서 얻습니다.",
  "Server-sent events `new`, `ended` and `withdrawn`. `data` is an event as in the list; `id` is the number of the change. With `Last-Event-ID`, which browsers send when they reconnect, the stream continues after that change, without loss or repetition. If corrected rows make an ended event continue, it is `new` again. The stream ends after ten minutes, and also when the key is revoked, expires, or loses the scope or a site. Each caller may have a limited number of open streams (429).":
    "서버 전송 이벤트 `new`, `ended`, `withdrawn`입니다. `data`는 목록과 같은 이벤트, `id`는 변경 번호입니다. 브라우저가 다시 연결할 때 보내는 `Last-Event-ID`가 있으면 그 변경 다음부터 누락이나 중복 없이 이어집니다. 정정된 행 때문에 끝난 이벤트가 이어지면 다시 `new`입니다. 스트림은 10분 뒤에 끝나며, 키가 폐기되거나 만료되거나 권한이나 사이트를 잃어도 끝납니다. 호출자마다 열 수 있는 스트림 수에 제한이 있습니다(429).",
  "A second acknowledgement replaces the first.": "다시 확인 처리하면 이전 내용을 대체합니다.",
  "The service sends future changes of events as JSON with POST, signed with the secret in the response. The secret is shown only once; docs/protection-map.md explains how to verify a signature. A delivery without a 2xx response within 5 seconds is retried 6 times in 33 hours. A new webhook replaces the previous one and its secret.":
    "앞으로의 이벤트 변경을 POST로 JSON에 담아 보내고, 응답에 있는 비밀 값으로 서명합니다. 비밀 값은 한 번만 표시합니다. 서명을 확인하는 방법은 docs/protection-map.md에 있습니다. 5초 안에 2xx 응답이 없으면 33시간 동안 6번 다시 보냅니다. 새 웹훅은 이전 웹훅과 비밀 값을 대체합니다.",
  "The key stops working within 30 seconds.": "키는 30초 안에 사용할 수 없게 됩니다.",
};
