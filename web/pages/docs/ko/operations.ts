/** Places that replace `{place}` in a summary. */
export const PLACES: Readonly<Record<string, string>> = {
  "each rack of a bank": "뱅크의 각 랙",
  "all racks of a bank": "뱅크의 모든 랙",
  "each bank": "각 뱅크",
  "a bank": "뱅크",
  "a rack": "랙",
  "the PCS": "PCS",
  "the sensors": "보조 센서",
};

/** Components that replace `{component}` in a summary. */
export const COMPONENTS: Readonly<Record<string, string>> = {
  bank: "뱅크",
  rack: "랙",
  pcs: "PCS",
  etc: "보조 센서",
};

const aheadTexts = (english: string, korean: string) => ({
  [`Forecast, ten minutes ahead, of ${english} of {place}`]: `{place}의 10분 뒤 ${korean} 예측`,
});

const dayTexts = (english: string, korean: string) => ({
  [`Forecast of ${english} of {place} for a day, in steps of ten minutes`]: `{place}의 하루치 ${korean} 예측(10분 간격)`,
});

/** Summaries of operations, with the placeholders `{place}` and `{component}`. */
export const SUMMARIES: Readonly<Record<string, string>> = {
  "Whether the service runs": "서비스가 실행 중인지 확인",
  "Whether every configured database answers": "설정된 모든 데이터베이스가 응답하는지 확인",
  "All operating sites": "모든 사이트",
  "One operating site": "한 사이트",
  "Rows of {place}": "{place}의 행",
  "Delete the rows of {component} in a range": "기간 안의 {component} 행 삭제",
  "Rows of {place}, de-identified": "{place}의 비식별화된 행",
  "Newest row of {place}": "{place}의 가장 최근 행",
  "A component (all banks and racks, or one) as a file":
    "구성 요소 하나(모든 뱅크와 랙, 또는 하나)를 파일로",
  "A component (all banks and racks, or one) as a file, de-identified":
    "구성 요소 하나(모든 뱅크와 랙, 또는 하나)를 비식별화하여 파일로",
  "Mean state of charge of {place}, %, by bucket of time": "{place}의 구간별 평균 SoC(%)",
  "Mean state of health of {place}, %, by bucket of time": "{place}의 구간별 평균 SoH(%)",
  "Mean power of {place}, kW, positive = charging, by bucket of time":
    "{place}의 구간별 평균 전력(kW, 양수는 충전)",
  "Numbers of {place} by bucket of time": "{place}의 구간별 집계",
  "State of health of {place}, %, day by day": "{place}의 날짜별 SoH(%)",
  "Extended state of safety (ExSoS) of {place}: fuzzy logic over the means of a window":
    "{place}의 확장 안전 상태(ExSoS): 시간 창의 평균에 퍼지 논리를 적용",
  "Forecast of the state of life (SoL) of {place}, %, for fifteen years":
    "{place}의 15년간 수명 상태(SoL) 예측(%)",
  ...aheadTexts("the highest cell voltage, V,", "최대 셀 전압(V)"),
  ...aheadTexts("the lowest cell voltage, V,", "최소 셀 전압(V)"),
  ...aheadTexts("the highest cell temperature, degC,", "최고 셀 온도(°C)"),
  ...aheadTexts("the lowest cell temperature, degC,", "최저 셀 온도(°C)"),
  ...aheadTexts("the DC voltage, V,", "DC 전압(V)"),
  ...aheadTexts("the gap between the highest and the lowest cell voltage, V,", "셀 전압 차(V)"),
  ...aheadTexts(
    "the gap between the highest and the lowest cell temperature, degC,",
    "셀 온도 차(°C)",
  ),
  ...aheadTexts("the state of safety (SoS)", "안전 상태(SoS)"),
  ...dayTexts("the highest cell voltage, V,", "최대 셀 전압(V)"),
  ...dayTexts("the lowest cell voltage, V,", "최소 셀 전압(V)"),
  ...dayTexts("the highest cell temperature, degC,", "최고 셀 온도(°C)"),
  ...dayTexts("the lowest cell temperature, degC,", "최저 셀 온도(°C)"),
  ...dayTexts("the voltage gap of the cells, V,", "셀 전압 차(V)"),
  "How de-identified data were treated, and what that does not protect":
    "비식별화한 방법과 그것으로 보호되지 않는 것",
  "The columns behind the identifiers of a component, in the order of its answers":
    "구성 요소의 식별자가 가리키는 열(응답의 순서대로)",
  "Rows of {component}, new or corrected": "{component}의 새 행과 정정된 행 보내기",
  "Rows of {component} that are missing in a range of at most 7 days":
    "최대 7일 기간에서 빠진 {component}의 행",
  "Where rows of {component} were added or corrected since a moment":
    "어느 시각 뒤에 {component}의 행이 추가되거나 정정된 곳",
  "State of safety (SoS) of {place}": "{place}의 안전 상태(SoS)",
  "State of cell position (SoCP) of {place}": "{place}의 셀 위치 상태(SoCP)",
  "The forecasting models of a site and their track records": "사이트의 예측 모델과 그 성적",
  "How well a past range is forecast": "지난 기간을 얼마나 잘 예측하는지",
  "Input sets of ExSoS, to draw measurements on": "측정값을 겹쳐 그릴 ExSoS의 입력 집합",
  "Events of all sites": "모든 사이트의 이벤트",
  "Events of a site": "한 사이트의 이벤트",
  "How many events of each level began, by time": "시간별, 수준별로 시작된 이벤트의 수",
  "New, ended and withdrawn events as they come":
    "새로 생기거나 끝나거나 취소된 이벤트를 실시간으로",
  "Acknowledges an event with a comment; a second time replaces the first":
    "의견을 남겨 이벤트를 확인 처리(다시 하면 앞의 것을 대신함)",
  "Where a site's events are sent to, and what became of the last messages":
    "사이트의 이벤트를 보내는 곳과 마지막 메시지들의 결과",
  "Sends a site's events to an address": "사이트의 이벤트를 어느 주소로 보내기",
  "Sends a site's events nowhere any more": "사이트의 이벤트를 더 이상 보내지 않기",
  "Signs the address of a download, so that it works without a key until it expires":
    "만료될 때까지 키 없이 쓸 수 있도록 다운로드 주소에 서명",
  "All API keys, without their text": "모든 API 키(키 전체는 제외)",
  "Makes an API key": "API 키 만들기",
  "Revokes an API key, with effect within 30 seconds": "API 키 폐기(30초 안에 적용)",
  "Transfers and changes of keys, newest first": "전송과 키 변경의 기록(최신순)",
  "What the caller may do, and at which sites": "지금 키로 할 수 있는 일과 볼 수 있는 사이트",
};

/** Descriptions of operations. */
export const ABOUT: Readonly<Record<string, string>> = {
  "Made of the state of health of all days so far; none where they are fewer than 30. Ten years from nine months of data is weak in any model: mind the limits (95 %)":
    "지금까지 모든 날의 SoH로 만들며, 30일이 안 되면 없습니다. 아홉 달의 데이터로 십 년을 내다보는 것은 어떤 모델로도 불확실하므로 구간(95%)을 함께 보세요",
  "`observed` is the value at `time`, `ridge` the forecast of it for `time` + horizon with the limits of nine in ten, `persistence` the value held. Where there is no forecast a `reason` stands in its place; where no value is known from the last ten minutes there is no item":
    "`observed`는 `time`의 값, `ridge`는 `time`에서 예측 시간만큼 뒤의 예측값과 90% 구간의 한계, `persistence`는 값을 그대로 유지한 것입니다. 예측이 없으면 그 자리에 `reason`이 있고, 지난 10분 동안 알려진 값이 없으면 항목이 없습니다",
  "SoS of the forecasts of the highest and lowest cell voltage and temperature and of the gaps, the current held. `observed` is the SoS at `time`, `persistence` the newest one, held":
    "최대·최소 셀 전압, 최고·최저 셀 온도, 그 차이의 예측값으로 구한 SoS이며 전류는 그대로 유지된다고 봅니다. `observed`는 `time`의 SoS, `persistence`는 가장 최근 SoS를 유지한 것입니다",
  "Without `confirm` nothing is deleted, and the answer is the number of rows. With `confirm` set to that number, the rows are deleted in one transaction, and rollups, events and daily products are updated as after late rows. At most 100000 rows a request. `updates` lists rows that exist and cannot list deleted ones; the audit log has the deleted range":
    "`confirm` 없이 요청하면 아무것도 삭제하지 않고 행 수를 반환합니다. `confirm`에 그 수를 넣으면 한 트랜잭션에서 행을 삭제하고, 늦게 도착한 행을 처리할 때처럼 집계, 이벤트, 일별 결과를 갱신합니다. 한 번에 100000행까지 삭제할 수 있습니다. `updates`는 남아 있는 행만 나열하므로 삭제된 행은 나오지 않습니다. 삭제한 기간은 감사 로그에 남습니다",
  "Takes at most 16 MiB, packed (`Content-Encoding: gzip`) and unpacked, and 250000 rows; more than 10000 rejected rows are refused in both modes. Columns have their names as in the database or in lower case; times without an offset are wall clock of the site; columns that are not there keep their values. A row that is there already, by its key, is updated where a value differs, so that the same body twice changes nothing":
    "압축된 것(`Content-Encoding: gzip`)도 푼 것도 최대 16 MiB, 250000행까지 받습니다. 거부된 행이 10000개를 넘으면 두 모드 모두 거부합니다. 열 이름은 데이터베이스에 있는 그대로 또는 소문자이며, 오프셋이 없는 시각은 사이트의 시각이고, 없는 열은 값을 그대로 둡니다. 같은 키의 행이 이미 있으면 값이 다른 것만 바꾸므로, 같은 본문을 두 번 보내도 달라지지 않습니다",
  "Newest first. An event is in a range if a part of it is, so also one that began before or goes on after it. Warnings and faults come from the flags of the BMS, or where it gives none from the published limits of the site":
    "최신순입니다. 일부라도 기간에 걸친 이벤트는 포함되므로, 기간보다 먼저 시작했거나 뒤에도 이어지는 것도 들어갑니다. 경고와 고장은 BMS의 플래그에서, 플래그가 없으면 사이트의 공개된 한계값에서 얻습니다",
  "Server-sent events `new`, `ended` and `withdrawn`, each with an item of the list as `data` and the number of the change as `id`. With `Last-Event-ID`, which browsers send by themselves, it goes on where the last answer ended: nothing is missed and nothing told twice. An event that corrected rows make go on after it had ended is new again. It ends after ten minutes, so that the client comes again, and with a comment when the key is revoked, expires or loses a site or the scope. A caller with too many open streams gets 429":
    "서버 전송 이벤트 `new`, `ended`, `withdrawn`이며, `data`는 목록의 항목, `id`는 변경의 번호입니다. 브라우저가 스스로 보내는 `Last-Event-ID`가 있으면 앞 응답이 끝난 곳에서 이어지므로 빠지거나 두 번 오는 것이 없습니다. 정정된 행 때문에 끝났던 이벤트가 이어지면 다시 `new`입니다. 10분 뒤에 끝나며 클라이언트가 다시 연결합니다. 키가 폐기되거나 만료되거나 사이트 또는 권한을 잃으면 주석을 보내고 끝납니다. 열린 스트림이 너무 많으면 429로 응답합니다",
  "Changes of events from now on are sent as JSON by POST, signed with the secret that is shown this once; docs/protection-map.md says how a receiver checks them. Messages that are not answered with 2xx within 5 seconds are sent again, 6 times in 33 hours. Another webhook of the site, and its secret, end with it":
    "지금부터의 이벤트 변경을 POST로 JSON에 담아 보내며, 이번 한 번만 보이는 비밀 값으로 서명합니다. 받는 쪽에서 확인하는 방법은 docs/protection-map.md에 있습니다. 5초 안에 2xx로 답하지 않은 메시지는 33시간 동안 6번 다시 보냅니다. 사이트의 다른 웹훅과 그 비밀 값은 이것으로 끝납니다",
};
