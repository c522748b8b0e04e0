import type { Dictionary } from "../dictionary";

export const docs: Dictionary["docs"] = {
  title: "문서",
  about: "서비스의 모든 주소가 무엇을 받고 무엇을 답하는지 보고, 바로 시험해 볼 수 있습니다.",
  navigation: "오퍼레이션",
  search: "오퍼레이션 찾기",
  searchExample: "뱅크 soc, 예측 …",
  found: (n) => `오퍼레이션 ${n}개`,
  notFound: "맞는 오퍼레이션이 없습니다",
  guide: "시작하기",
  problems: "오류",
  document: "OpenAPI 문서(JSON)",
  unknown: (id) => `${id} 오퍼레이션은 없습니다`,
  unknownWhat: "검색하거나 목록에서 골라 주십시오.",
  access: {
    none: "키 없이 사용",
    any: "키 필요",
    scopes: "필요한 권한",
    or: "또는",
    yours: "사용할 수 있습니다",
    notYours: "이 키로는 사용할 수 없습니다",
  },
  parameters: {
    title: "매개변수",
    none: "받는 매개변수가 없습니다.",
    name: "이름",
    in: "위치",
    type: "형식",
    what: "설명",
    example: "예",
    required: "필수",
    places: { path: "경로", query: "쿼리", header: "헤더" },
    byDefault: (value) => `기본값 ${value}`,
    from: (least) => `${least} 이상`,
    to: (most) => `${most} 이하`,
    range: (least, most) => `${least} ~ ${most}`,
  },
  body: {
    title: "본문",
    required: "본문이 있어야 합니다.",
    example: "예",
  },
  answers: {
    title: "응답",
    problem: "오류",
    headers: "헤더",
    all: "모든 필드",
    ofSite: "열은 사이트마다 다릅니다. 각 열의 뜻은 데이터 페이지에 있습니다.",
  },
  curl: {
    title: "curl로 요청",
    what: "먼저 키를 환경 변수에 넣으십시오: export ESS_KEY=ess_…",
  },
  attempt: {
    title: "시험해 보기",
    what: "지금 로그인한 키로 이 페이지에서 요청을 보냅니다.",
    go: "보내기",
    sending: "보내는 중 …",
    stop: "멈추기",
    answered: (status, millis) => `상태 ${status}, ${millis} ms`,
    cut: (kilobytes) => `앞부분만 보여 줍니다. 최대 ${kilobytes} KB, 5초 안에 온 것까지입니다.`,
    unreadable: (type) => `본문이 ${type} 형식이라 보여 주지 않습니다.`,
    empty: "본문이 비어 있습니다.",
    headers: "헤더",
    body: "응답 본문",
    clear: "값 지우기",
  },
  start: {
    signIn: {
      title: "로그인",
      lines: [
        "자기 컴퓨터에서는 누구에게나 답합니다. 그 밖에서는 API 키가 필요합니다. `Authorization: Bearer …` 또는 `X-API-Key` 헤더에 넣으십시오. 키는 절대 주소에 넣지 않습니다.",
        "키로 할 수 있는 일은 권한에 따라 다릅니다. `raw:read`는 운영 데이터, `di:read`는 비식별화된 데이터, `analytics:read`는 지표와 예측과 이벤트, `ingest`는 새 행 보내기, `admin`은 키와 감사 기록입니다. `GET /api/ess/caller/`가 지금 키로 할 수 있는 일을 알려 줍니다.",
      ],
    },
    first: {
      title: "첫 요청",
      lines: [
        "사이트부터 조회하십시오. 뱅크, 랙, 열, 그리고 언제부터 데이터가 있는지 알려 줍니다. 그다음 뱅크의 행이나 가장 최근 행을 조회하십시오.",
      ],
    },
    times: {
      title: "기간과 시간대",
      lines: [
        "기간은 `start-time`과 `end-time`으로 정하며, 시작은 포함하고 끝은 포함하지 않습니다. `date=2026-11-22`는 사이트의 하루입니다.",
        "오프셋이 없는 시각은 사이트 시간대의 시각이고, 오프셋이나 Z가 있으면 그대로 읽습니다. 응답은 사이트의 오프셋을 붙인 시각이며, `time-format`으로 `local`, `utc`, `unix`를 고를 수 있습니다.",
      ],
    },
    paging: {
      title: "페이지와 커서",
      lines: [
        "목록은 페이지로 나뉘어 옵니다. `null`이 될 때까지 `next`를 따라가십시오. 커서가 들어 있어 얼마나 뒤로 가든 비용이 같지만, `page=4000`은 앞에서부터 세어야 합니다. `page_size`로 한 페이지의 행 수를 정합니다.",
        "`no_page=true`이면 모든 행을 하나의 배열로 흘려보냅니다.",
      ],
    },
    downloads: {
      title: "내려받기",
      lines: [
        "구성 요소 하나를 통째로 CSV로, 또는 `format=`에 따라 csv.gz, ndjson, parquet로 받습니다. `ESS-Rows` 헤더가 행의 수를 미리 알려 줍니다. 전송이 실패하면 연결이 끊어지며, 조용히 짧게 끝나지 않습니다. `trailer=1`이면 마지막 레코드로 행의 수와 체크섬이 붙습니다.",
        "만료될 때까지 키 없이 쓸 수 있는 링크는 `POST /api/ess/download-links/`로 만듭니다.",
      ],
    },
    forecasts: {
      title: "예측",
      lines: [
        "`origin=latest`이면 뱅크마다 가장 최근 행에서 10분 뒤의 예측 하나를 줍니다. `ridge`가 예측값, `ridge_lower`와 `ridge_upper`가 90% 구간의 한계, `persistence`가 현재 값을 그대로 유지한 것입니다. 답하는 모델이 없으면 `reason`이 이유를 알려 줍니다.",
      ],
    },
    errors: {
      title: "오류",
      lines: [
        "성공이 아닌 응답은 `application/problem+json`입니다. 프로그램은 `code`로 판단하십시오. `title`과 `detail`은 사람이 읽는 글이며 `Accept-Language`에 따라 한국어나 영어입니다. 요청의 잘못은 한 번에 모두 알려 줍니다.",
        "429와 503 뒤에는 `Retry-After`만큼 기다리십시오. 쓰기는 같은 `Idempotency-Key`로 다시 보내십시오.",
      ],
      all: "모든 오류",
    },
  },
  errors: {
    title: "오류",
    status: (status) => `상태 ${status}`,
    toDocs: "문서로",
    contents: "오류 코드",
  },
};
