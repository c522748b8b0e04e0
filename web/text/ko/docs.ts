import type { Dictionary } from "../en";

export const docs: Dictionary["docs"] = {
  title: "문서",
  about: "모든 API의 매개변수와 응답을 확인하고 바로 테스트할 수 있습니다.",
  navigation: "API 목록",
  search: "API 검색",
  searchExample: "뱅크 soc, 예측 …",
  found: (n) => `API ${n}개`,
  notFound: "일치하는 API가 없습니다",
  guide: "시작하기",
  problems: "오류",
  document: "OpenAPI 문서(JSON)",
  unknown: (id) => `API를 찾을 수 없습니다: ${id}`,
  unknownWhat: "검색하거나 목록에서 선택하세요.",
  access: {
    none: "키 필요 없음",
    any: "키 필요",
    scopes: "필요한 권한",
    or: "또는",
    yours: "이 키로 사용할 수 있습니다",
    notYours: "이 키로는 사용할 수 없습니다",
  },
  parameters: {
    title: "매개변수",
    none: "매개변수가 없습니다.",
    name: "이름",
    in: "위치",
    type: "형식",
    what: "설명",
    example: "예",
    required: "필수",
    places: { path: "경로", query: "쿼리", header: "헤더" },
    byDefault: (value) => `기본값 ${value}`,
    from: (min) => `${min} 이상`,
    to: (max) => `${max} 이하`,
    range: (min, max) => `${min} ~ ${max}`,
  },
  body: {
    title: "요청 본문",
    required: "요청 본문이 필요합니다.",
    example: "예",
  },
  answers: {
    title: "응답",
    problem: "오류",
    headers: "헤더",
    all: "모든 필드",
    ofSite: "열은 사이트마다 다릅니다. 각 열의 설명은 데이터 페이지에 있습니다.",
  },
  curl: {
    title: "curl 요청",
    what: "먼저 키를 환경 변수로 설정하세요: export ESS_KEY=ess_…",
  },
  attempt: {
    title: "테스트",
    what: "현재 로그인한 키로 이 페이지에서 요청을 보냅니다.",
    go: "보내기",
    sending: "보내는 중 …",
    stop: "중지",
    answered: (status, millis) => `상태 ${status}, ${millis} ms`,
    cut: (kilobytes) => `일부만 표시합니다. 5초 안에 받은 앞부분(최대 ${kilobytes} KB)입니다.`,
    unreadable: (type) => `응답 본문이 ${type} 형식이라 표시할 수 없습니다.`,
    empty: "응답 본문이 비어 있습니다.",
    headers: "헤더",
    body: "응답 본문",
    clear: "값 지우기",
  },
  start: {
    signIn: {
      title: "로그인",
      lines: [
        "로컬 컴퓨터에서는 키가 필요하지 않습니다. 그 밖의 환경에서는 API 키를 `Authorization: Bearer …` 또는 `X-API-Key` 헤더로 보내세요. URL에는 넣지 마세요.",
        "키의 권한에 따라 접근 범위가 다릅니다. `raw:read`는 운영 데이터, `di:read`는 비식별화된 데이터, `analytics:read`는 지표·예측·이벤트, `ingest`는 데이터 전송, `admin`은 키와 감사 로그입니다. 현재 키의 권한은 `GET /api/ess/caller/`로 확인하세요.",
      ],
    },
    first: {
      title: "첫 요청",
      lines: [
        "먼저 사이트를 조회하세요. 뱅크, 랙, 열과 첫 데이터의 시각을 확인할 수 있습니다. 그다음 뱅크의 행이나 최신 행을 조회하세요.",
      ],
    },
    times: {
      title: "기간과 시간대",
      lines: [
        "기간은 `start-time`(포함)과 `end-time`(미포함)으로 지정합니다. `date=2026-11-22`는 사이트 시간대의 하루입니다.",
        "오프셋이 없는 시각은 사이트의 현지 시각이고, 오프셋이나 Z가 있으면 그대로 해석합니다. 응답은 오프셋이 붙은 현지 시각이며, `time-format`으로 `local`, `utc`, `unix`를 선택할 수 있습니다.",
      ],
    },
    paging: {
      title: "페이지와 커서",
      lines: [
        "목록은 페이지로 나뉩니다. `next`가 `null`이 될 때까지 따라가세요. `next`의 커서는 깊이와 관계없이 빠르지만, `page=4000`은 앞의 행을 모두 세어야 합니다. `page_size`로 페이지당 행 수를 지정합니다.",
        "`no_page=true`이면 모든 행을 하나의 배열로 스트리밍합니다.",
      ],
    },
    downloads: {
      title: "다운로드",
      lines: [
        "구성 요소 전체를 스트리밍으로 다운로드합니다. 기본 형식은 CSV이고 `format=`으로 csv.gz, ndjson, parquet를 선택합니다. `ESS-Rows` 헤더로 행 수를 미리 알 수 있습니다. 전송이 실패하면 연결이 끊어지므로 잘린 파일을 완전한 파일로 오인할 수 없습니다. `trailer=1`이면 마지막 레코드에 행 수와 체크섬이 붙습니다.",
        "만료될 때까지 키 없이 사용할 수 있는 링크는 `POST /api/ess/download-links/`로 만듭니다.",
      ],
    },
    forecasts: {
      title: "예측",
      lines: [
        "`origin=latest`이면 뱅크마다 최신 행에서 10분 후의 예측을 하나씩 반환합니다. `ridge`는 예측값, `ridge_lower`와 `ridge_upper`는 90% 구간의 하한과 상한, `persistence`는 현재값을 유지한 값입니다. 예측이 없으면 `reason`에 이유가 있습니다.",
      ],
    },
    errors: {
      title: "오류",
      lines: [
        "모든 오류 응답은 `application/problem+json`입니다. 프로그램에서는 `code`를 사용하세요. `title`과 `detail`은 사람이 읽는 설명이며 `Accept-Language`에 따라 한국어 또는 영어입니다. 응답에는 요청의 모든 오류가 포함됩니다.",
        "429와 503 응답을 받으면 `Retry-After`만큼 기다리세요. 쓰기 요청은 같은 `Idempotency-Key`로 다시 보내세요.",
      ],
      all: "모든 오류",
    },
  },
  errors: {
    title: "오류",
    status: (status) => `상태 ${status}`,
    toDocs: "문서로 돌아가기",
    contents: "오류 코드",
  },
};
