import type { Dictionary } from "../en";

export const indicators: Pick<Dictionary["site"], "safety" | "health" | "forecast"> = {
  safety: {
    sos: {
      title: "안전 상태(SoS)",
      about:
        "일곱 인자의 곱이며 0에서 1 사이입니다. 입력이 안전 범위에 있으면 인자는 1입니다. 0.8 이상은 안전, 0.41 미만은 위험입니다.",
    },
    sosOfBank: "랙별 점수입니다. 위에서 랙을 선택하면 일곱 인자를 볼 수 있습니다.",
    factors: {
      title: "SoS 인자",
      about: "1보다 작은 인자는 입력이 안전 한계를 벗어나 SoS를 낮추고 있습니다.",
    },
    score: "SoS",
    exsos: {
      title: "확장 안전 상태(ExSoS)",
      about: "10분 평균에 대한 퍼지 논리로, 무시 가능부터 치명까지 다섯 등급의 소속도입니다.",
    },
    integrated: {
      title: "통합 안전도",
      about: "다섯 소속도의 무게 중심입니다. 아래 선은 전압과 온도 중 더 위험한 쪽을 따릅니다.",
    },
    integratedLine: "통합 안전도",
    worstLine: "더 위험한 입력 기준",
    sets: {
      title: "ExSoS 입력 집합",
      about:
        "평균이 다섯 삼각형과 만나는 높이가 소속도입니다. 세로선은 기간 내 최신 평균입니다. 다른 시각은 ExSoS 값의 설명에서 확인하세요.",
    },
    classes: {
      Negligible: "무시 가능",
      Marginal: "경미",
      Neutral: "보통",
      Critical: "심각",
      Catastrophic: "치명",
    },
    quantities: {
      over_voltage: "과전압",
      under_voltage: "저전압",
      voltage_unbalance: "전압 불균형",
      over_current: "과전류",
      over_temperature: "과온",
      under_temperature: "저온",
      temperature_unbalance: "온도 불균형",
    },
    degree: "소속도",
    mean: (text) => `평균 ${text}`,
    rack: (id) => `랙 ${id}`,
  },
  health: {
    soh: { title: "일별 건강도(SoH)", about: "BMS가 보고하는 잔존 용량의 일평균입니다." },
    sol: {
      title: "수명 상태(SoL)와 예측",
      about:
        "잔존 수명입니다. 신품은 100 %, 수명 종료(SoH 80 %)는 0 %입니다. 음영은 95 % 구간입니다.",
    },
    solLine: "SoL",
    solForecast: "SoL 예측",
    crosses: (day) => `SoL이 0에 도달할 것으로 예상되는 날: ${day}`,
    crossesNever: "15년 안에는 SoL이 0에 도달하지 않을 것으로 예상됩니다.",
    between: (first, last) => `95 % 구간: ${first} ~ ${last}`,
    after: (first) => `95 % 구간: ${first} 이후`,
    tooFewDays: "SoL을 예측하려면 30일 이상의 SoH 데이터가 필요합니다.",
    bankOnly: "SoL은 뱅크 단위로 예측합니다.",
    socp: {
      title: "셀 위치 상태(SoCP)",
      about:
        "SoC 구간별로 각 셀이 최대 또는 최소였던 횟수입니다. 진할수록 잦으며, 항상 두드러지는 셀은 점검이 필요합니다.",
    },
    socpRack: "위에서 랙을 선택하면 두드러지는 셀을 볼 수 있습니다.",
    period: "기간",
    periods: { 1: "1일", 7: "7일", 30: "30일" },
    status: "상태",
    statuses: { 0: "충전: 최대 전압", 1: "방전: 최소 전압", 2: "대기: 모두" },
    cell: (cell) => `셀 ${cell}`,
    cellAt: (cell, soc, count, volt, temperature) =>
      `${count} 회: 셀 ${cell}, SoC ${soc} %부터, ${volt}, ${temperature}`,
    socRange: (from) => `${from}–${from + 10} %`,
    noPositions: "이 기간에 집계된 셀이 없습니다",
    top: "가장 두드러지는 셀",
    times: "횟수",
    ofDay: (day) => `${day} 기준`,
    soc: "SoC",
    voltage: "전압",
    temperature: "온도",
    cellHead: "셀",
  },
  forecast: {
    ten: {
      maxVoltage: "최대 셀 전압 10분 예측",
      minVoltage: "최소 셀 전압 10분 예측",
      maxTemperature: "최고 셀 온도 10분 예측",
      minTemperature: "최저 셀 온도 10분 예측",
    },
    tenAbout:
      "실측값, 10분 전에 예측한 값, 현재 예측입니다. 음영은 90 % 예측 구간이며, 실제 적중률은 아래 백테스트에 있습니다.",
    measured: "실측값",
    was: "10분 전 예측",
    held: "현재값 유지 (기준 모델)",
    short: "예측은 2일 이하의 기간에서 표시됩니다. 확대하세요.",
    noModel: "아직 예측 모델이 없습니다. 기준 모델을 표시합니다. 모델은 매일 밤 학습합니다.",
    record: (mae, held, count) => `백테스트: 평균 오차 ${mae}, 기준 모델 ${held}, 예측 ${count}건.`,
    recordCoverage: (coverage) => `구간 적중률 ${coverage}.`,
    noRecord: "아직 백테스트 결과가 없습니다.",
    day: {
      title: "24시간 예측",
      about: "유사한 날을 바탕으로 향후 24시간을 10분 간격으로 예측합니다. 음영은 예측 구간입니다.",
    },
    dayTarget: "항목",
    targets: {
      max_cell_voltage: "최대 셀 전압",
      min_cell_voltage: "최소 셀 전압",
      max_cell_temperature: "최고 셀 온도",
      min_cell_temperature: "최저 셀 온도",
    },
    alike: "유사일 기준",
    lastDay: "전일과 동일",
    meanDay: "과거 평균",
    reasons: {
      too_few_days: "예측에 필요한 데이터가 아직 부족합니다.",
      stale_inputs: "최신 데이터가 너무 오래되어 예측할 수 없습니다.",
    },
    models: {
      title: "예측 정확도",
      about:
        "현재 모델의 백테스트입니다. 매일 밤 학습에 쓰지 않은 하루로 평가합니다. 스킬은 모델이 기준 모델의 오차를 줄인 비율입니다.",
    },
    target: "항목",
    mae: "평균 오차",
    heldMae: "기준 모델 오차",
    skill: "스킬",
    coverage: "구간 적중률",
    state: "상태",
    states: { learning: "학습 중", provisional: "임시", normal: "사용 중" },
    allTargets: {
      max_cell_voltage: "최대 셀 전압",
      min_cell_voltage: "최소 셀 전압",
      max_cell_temperature: "최고 셀 온도",
      min_cell_temperature: "최저 셀 온도",
      dc_voltage: "직류 전압",
      cell_voltage_gap: "셀 전압 차",
      cell_temperature_gap: "셀 온도 차",
    },
  },
};
