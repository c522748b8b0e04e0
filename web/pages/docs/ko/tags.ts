/** Tags and their descriptions, by English text. */
export const TAGS: Readonly<Record<string, string>> = {
  "Operating sites": "사이트",
  "Operating data": "운영 데이터",
  Ingestion: "데이터 수집",
  "Protection map": "보호맵",
  Downloads: "다운로드",
  Access: "접근 권한",
  "De-identification": "비식별화",
  Health: "상태 확인",
  Statistics: "통계",
  Indicators: "지표",
  Forecasts: "예측",
  "What sites there are and what they measure": "어떤 사이트가 있고 무엇을 측정하는지",
  "Rows of banks, racks, PCS and auxiliary sensors": "뱅크, 랙, PCS, 보조 센서의 행",
  "New and corrected rows, and what is missing or has changed":
    "새 행과 정정된 행, 그리고 빠지거나 바뀐 것",
  "Warnings and faults as events, from their flags or limits; followed and acknowledged":
    "플래그나 한계값에서 얻은 경고와 고장 이벤트의 조회, 실시간 수신, 확인 처리",
  "Whole components as files, streamed": "구성 요소 전체를 파일로 스트리밍",
  "API keys and who took what away": "API 키와 감사 로그",
  "How sensitive names are replaced": "민감한 이름을 바꾸는 방법",
  "Whether the service works": "서비스가 동작하는지",
};
