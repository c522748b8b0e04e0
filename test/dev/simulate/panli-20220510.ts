/**
 * Summary of site 2 (Panli), 2022-05-10, real measurements: bank 1, 84,503 rows at 1 s (the day
 * has gaps), bank 2, 84,098 rows. Quantiles by nearest rank at 5, 25, 50, 75 and 95 %.
 */
export const REAL_DAY = {
  quantileShares: [0.05, 0.25, 0.5, 0.75, 0.95],
  bank1: {
    BANK_SOC: [0, 0, 8.5, 66.8, 89.6],
    BANK_DC_VOLT: [805.1, 807.2, 821.4, 913.8, 968.5],
    BANK_DC_CURRENT: [-331, -151.2, 0, 0, 508.1],
    MAX_CELL_VOLTAGE_OF_BANK: [3.376, 3.384, 3.428, 3.819, 4.045],
    MIN_CELL_VOLTAGE_OF_BANK: [3.347, 3.357, 3.415, 3.8, 4.028],
    MAX_CELL_TEMPERATURE_OF_BANK: [30.3, 32.4, 35.1, 36.8, 38.7],
    MIN_CELL_TEMPERATURE_OF_BANK: [23, 24, 27.2, 28.7, 31.8],
    MAX_MODULE_TEMPERATURE: [30.4, 31.3, 32.1, 33.1, 34.1],
    MIN_MODULE_TEMPERATURE: [23.7, 25.1, 25.8, 26.5, 27.4],
    MAX_MODULE_HUMIDITY: [31.4, 34, 35.2, 36.5, 38.1],
    MIN_MODULE_HUMIDITY: [21.8, 23.9, 25.1, 25.7, 27.3],
  },
  /** Bank-wide gap between the highest and the lowest cell, V: quantiles, and medians by mode. */
  cellGapV: [0.012, 0.016, 0.024, 0.027, 0.03],
  medianGapV: { charge: 0.022, discharge: 0.014, rest: 0.027 },
  share: { charge: 0.1603, discharge: 0.2727, rest: 0.567 },
  /** Seconds after midnight. */
  chargeStart: 36_021,
  chargeEnd: 49_568,
  dischargeStart: 57_917,
  dischargeEnd: 80_982,
  highestCellV: 4.076,
  lowestCellV: 3.295,
  highestBankV: 974.8,
  lowestBankV: 792.6,
  maxPowerKw: 461.4,
  minPowerKw: -283.9,
  chargedAh: { bank1: 1767.64, bank2: 1559.94 },
} as const;
