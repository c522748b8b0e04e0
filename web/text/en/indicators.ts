/** Site views of calculated values: safety, health and forecast. */
export const indicators = {
  safety: {
    sos: {
      title: "State of safety (SoS)",
      about:
        "Product of seven factors, from 0 to 1. Each factor is 1 while its input is in the safe range. Safe from 0.8, unsafe below 0.41.",
    },
    sosOfBank: "One score per rack. Select a rack above to see its seven factors.",
    factors: {
      title: "SoS factors",
      about: "A factor below 1 lowers the SoS: its input is beyond the safe limit.",
    },
    score: "SoS",
    exsos: {
      title: "Extended state of safety (ExSoS)",
      about:
        "Fuzzy logic on 10-minute averages: degree of membership in five classes from negligible to catastrophic.",
    },
    integrated: {
      title: "Integrated safety",
      about:
        "Centre of gravity of the five degrees. The lower line uses the worse of voltage and temperature.",
    },
    integratedLine: "Integrated",
    worstLine: "Worst input",
    sets: {
      title: "ExSoS input sets",
      about:
        "The degrees are where the average crosses the five triangles. The vertical line is the latest average in the range. For another time, explain an ExSoS value.",
    },
    classes: {
      Negligible: "Negligible",
      Marginal: "Marginal",
      Neutral: "Neutral",
      Critical: "Critical",
      Catastrophic: "Catastrophic",
    },
    quantities: {
      over_voltage: "Over-voltage",
      under_voltage: "Under-voltage",
      voltage_unbalance: "Voltage imbalance",
      over_current: "Over-current",
      over_temperature: "Over-temperature",
      under_temperature: "Under-temperature",
      temperature_unbalance: "Temperature imbalance",
    },
    degree: "Degree of membership",
    mean: (text: string) => `Mean ${text}`,
    rack: (id: number) => `Rack ${id}`,
  },
  health: {
    soh: {
      title: "Daily state of health (SoH)",
      about: "Remaining capacity reported by the BMS, daily mean.",
    },
    sol: {
      title: "State of life (SoL) and forecast",
      about:
        "Remaining life: 100 % when new, 0 % at SoH 80 % (end of life). The band is the 95 % interval.",
    },
    solLine: "SoL",
    solForecast: "SoL forecast",
    crosses: (day: string) => `SoL is expected to reach 0 on ${day}.`,
    crossesNever: "SoL is not expected to reach 0 within 15 years.",
    between: (first: string, last: string) => `95 % interval: ${first} to ${last}.`,
    after: (first: string) => `95 % interval: ${first} or later.`,
    tooFewDays: "The SoL forecast needs 30 days of SoH data.",
    bankOnly: "SoL is forecast for whole banks.",
    socp: {
      title: "State of cell position (SoCP)",
      about:
        "How often each cell was the highest or lowest, by SoC range. Darker means more often. Check cells that always stand out.",
    },
    socpRack: "Select a rack above to see which cells stand out.",
    period: "Period",
    periods: { 1: "1 day", 7: "7 days", 30: "30 days" },
    status: "Status",
    statuses: {
      0: "Charging: max voltage",
      1: "Discharging: min voltage",
      2: "Idle: both",
    },
    cell: (cell: number) => `Cell ${cell}`,
    cellAt: (cell: number, soc: number, count: number, volt: string, temperature: string) =>
      `${count} times: cell ${cell}, SoC from ${soc} %, ${volt}, ${temperature}`,
    socRange: (from: number) => `${from}–${from + 10} %`,
    noPositions: "No cells counted in this period",
    top: "Cells that stand out most",
    times: "Count",
    ofDay: (day: string) => `Day ${day}`,
    soc: "SoC",
    voltage: "Voltage",
    temperature: "Temperature",
    cellHead: "Cell",
  },
  forecast: {
    ten: {
      maxVoltage: "Max cell voltage, 10 min ahead",
      minVoltage: "Min cell voltage, 10 min ahead",
      maxTemperature: "Max cell temperature, 10 min ahead",
      minTemperature: "Min cell temperature, 10 min ahead",
    },
    tenAbout:
      "Measured values, forecasts made 10 minutes earlier, and the current forecast. The band is the 90 % interval. The backtest below gives its actual coverage.",
    measured: "Measured",
    was: "Forecast 10 min earlier",
    held: "Persistence (baseline)",
    short: "Forecasts are shown for ranges of up to 2 days. Zoom in to see them.",
    noModel: "No forecast yet. The chart shows the baseline. Models are trained every night.",
    record: (mae: string, held: string, count: string) =>
      `Backtest: mean error ${mae}, baseline ${held}, ${count} forecasts.`,
    recordCoverage: (coverage: string) => `Interval coverage ${coverage}.`,
    noRecord: "No backtest yet.",
    day: {
      title: "Day-ahead forecast",
      about: "Next 24 hours in 10-minute steps, from similar days. The band is the interval.",
    },
    dayTarget: "Quantity",
    targets: {
      max_cell_voltage: "Max cell voltage",
      min_cell_voltage: "Min cell voltage",
      max_cell_temperature: "Max cell temperature",
      min_cell_temperature: "Min cell temperature",
    },
    alike: "Similar days",
    lastDay: "Previous day",
    meanDay: "Mean of past days",
    reasons: {
      too_few_days: "Not enough days of data for a forecast yet.",
      stale_inputs: "The latest data is too old for a forecast.",
    },
    models: {
      title: "Forecast accuracy",
      about:
        "Backtest of the current models, each night on a day not used for training. Skill is the share of the baseline error that the model removes.",
    },
    target: "Quantity",
    mae: "Mean error",
    heldMae: "Baseline error",
    skill: "Skill",
    coverage: "Interval coverage",
    state: "Status",
    states: { learning: "learning", provisional: "provisional", normal: "in use" },
    allTargets: {
      max_cell_voltage: "Max cell voltage",
      min_cell_voltage: "Min cell voltage",
      max_cell_temperature: "Max cell temperature",
      min_cell_temperature: "Min cell temperature",
      dc_voltage: "DC voltage",
      cell_voltage_gap: "Cell voltage gap",
      cell_temperature_gap: "Cell temperature gap",
    },
  },
} as const;
