import { FULL_SOC_PERCENT } from "./chemistry.ts";
import type { Values } from "./columns.ts";
import { constants } from "./columns.ts";
import type { PcsReading } from "./pcs.ts";
import { bit, round, round1 } from "./rounding.ts";

const numbered = (stem: string, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `${stem}${from + index}`);

/** Energy registers are two 16-bit words; the whole is HIGH × 65536 + LOW. */
const low = (kwh: number): number => Math.floor(kwh) % 65_536;
const high = (kwh: number): number => Math.floor(kwh / 65_536);

const running = (pcs: PcsReading): boolean => pcs.mode !== "rest";
const runBit = (pcs: PcsReading): number => bit(running(pcs));
const restBit = (pcs: PcsReading): number => bit(!running(pcs));
const chargeBit = (pcs: PcsReading): number => bit(pcs.mode === "charge");
const dischargeBit = (pcs: PcsReading): number => bit(pcs.mode === "discharge");

/** 0 standby, 1 charge, 2 discharge. */
const stateOf = (pcs: PcsReading): number => {
  if (pcs.mode === "rest") return 0;
  return pcs.mode === "charge" ? 1 : 2;
};

/** The table with BANK_ID and numbered status bits (site 1). */
const numberedBits: Values<PcsReading> = {
  BANK_ID: (pcs) => pcs.bankId,
  PCS_AC_L1_THD: (pcs) => pcs.thdPercent[0],
  PCS_AC_L2_THD: (pcs) => pcs.thdPercent[1],
  PCS_AC_L3_THD: (pcs) => pcs.thdPercent[2],
  SYSTEM_TEMPERATURE_MAX: (pcs) => pcs.heatsinkDegC,
  DC_VOLTAGE_1: (pcs) => pcs.dcV,
  DC_VOLTAGE_2: (pcs) => pcs.dcV,
  DC_CURRENT: (pcs) => pcs.dcA,
  DC_POWER: (pcs) => pcs.dcKw,
  AC_FREQUENCY: (pcs) => pcs.hz,
  AC_VOLTAGE: (pcs) => pcs.lineV[2],
  AC_CURRENT_LOW: (pcs) => pcs.meanPhaseA,
  AC_ACTIVE_POWER: (pcs) => pcs.acKw,
  AC_REACTIVE_POWER: (pcs) => pcs.reactiveKvar,
  AC_POWER_FACTOR: (pcs) => pcs.powerFactor,
  AC_L1_VOLTAGE: (pcs) => pcs.phaseV[0],
  AC_L1_CURRENT: (pcs) => pcs.phaseA[0],
  AC_L2_VOLTAGE: (pcs) => pcs.phaseV[1],
  AC_L2_CURRENT: (pcs) => pcs.phaseA[1],
  AC_L3_VOLTAGE: (pcs) => pcs.phaseV[2],
  AC_L3_CURRENT: (pcs) => pcs.phaseA[2],
  AC_ACCUMULATED_DISCHARGE_ENERGY_LOW: (pcs) => low(pcs.counters.dischargedAcKwh),
  AC_ACCUMULATED_DISCHARGE_ENERGY_HIGH: (pcs) => high(pcs.counters.dischargedAcKwh),
  AC_ACCUMULATED_CHARGE_ENERGY_LOW: (pcs) => low(pcs.counters.chargedAcKwh),
  AC_ACCUMULATED_CHARGE_ENERGY_HIGH: (pcs) => high(pcs.counters.chargedAcKwh),
  // The meaning of the status bits is not published; this order is the simulator's own.
  PCS_STATUS_0: runBit,
  PCS_STATUS_1: restBit,
  PCS_STATUS_2: chargeBit,
  PCS_STATUS_3: dischargeBit,
  PCS_STATUS_4: runBit,
  PCS_STATUS_5: runBit,
  PCS_CONTROL_0: runBit,
  SET_POWER: (pcs) => pcs.wantedKw,
  SET_VBAT_LOW_TRIP_LEVEL: (pcs) => pcs.minV,
  SET_VBAT_HIGH_TRIP_LEVEL: (pcs) => pcs.maxV,
  SET_SOC_HIGH_TRIP_LEVEL: () => FULL_SOC_PERCENT,
  ...constants(1, numbered("PCS_STATUS_", 6, 7)),
  ...constants(0, [
    "AC_CURRENT_HIGH",
    "SET_SOC_LOW_TRIP_LEVEL",
    ...numbered("PCS_STATUS_", 8, 15),
    ...numbered("PCS_PROTECTION_1_", 0, 15),
    ...numbered("PCS_PROTECTION_2_", 0, 15),
    ...numbered("PCS_PROTECTION_3_", 0, 10),
  ]),
};

/** The table with analogue inputs, digital inputs and fault bits by name (site 2). */
const namedInputs: Values<PcsReading> = {
  AI_VDC: (pcs) => pcs.dcV,
  AI_IDC: (pcs) => pcs.dcA,
  AI_PDC: (pcs) => pcs.dcKw,
  AI_FREQ: (pcs) => pcs.hz,
  AI_VAB_RMS: (pcs) => pcs.lineV[0],
  AI_VBC_RMS: (pcs) => pcs.lineV[1],
  AI_VCA_RMS: (pcs) => pcs.lineV[2],
  AI_IAS_RMS: (pcs) => pcs.phaseA[0],
  AI_IBS_RMS: (pcs) => pcs.phaseA[1],
  AI_ICS_RMS: (pcs) => pcs.phaseA[2],
  AI_SAC: (pcs) => pcs.apparentKva,
  AI_PAC: (pcs) => pcs.acKw,
  AI_QAC: (pcs) => pcs.reactiveKvar,
  AI_PF: (pcs) => pcs.powerFactor,
  AI_C_KWH_ACH: (pcs) => high(pcs.counters.chargedAcKwh),
  AI_C_KWH_ACL: (pcs) => low(pcs.counters.chargedAcKwh),
  AI_D_KWH_ACH: (pcs) => high(pcs.counters.dischargedAcKwh),
  AI_D_KWH_ACL: (pcs) => low(pcs.counters.dischargedAcKwh),
  AI_C_KWH_DCH: (pcs) => high(pcs.counters.chargedDcKwh),
  AI_C_KWH_DCL: (pcs) => low(pcs.counters.chargedDcKwh),
  AI_D_KWH_DCH: (pcs) => high(pcs.counters.dischargedDcKwh),
  AI_D_KWH_DCL: (pcs) => low(pcs.counters.dischargedDcKwh),
  CMD_KW: (pcs) => pcs.wantedKw,
  CMD_VDC_REF: (pcs) => pcs.maxV,
  ST_RUN: runBit,
  ST_STOP: restBit,
  ST_MODE_CV: (pcs) => bit(pcs.constantVoltage),
  ST_CHARGE: chargeBit,
  ST_DISCHARGE: dischargeBit,
  DI_DK: runBit,
  DI_AK: runBit,
  DI_CK: runBit,
  DI_START: runBit,
  DI_TEMP: (pcs) => pcs.heatsinkDegC,
  ...constants(1, ["ST_READY", "ST_MODE_L_R", "DI_DS"]),
  ...constants(
    0,
    `CMD_KVAR ST_FAULT DI_SPD DI_ES FLT_OVAR FLT_UVAR FLT_OFR FLT_UFR FLT_OCAR FLT_OVDR FLT_UVDR
    FLT_OCDR FLT_CFD FLT_OTR FLT_SPD FLT_RVET`.split(/\s+/),
  ),
};

/** The table with plain names and error words (site 3). */
const errorWords: Values<PcsReading> = {
  VOLTAGE: (pcs) => pcs.dcV,
  CURRENT: (pcs) => pcs.dcA,
  POWER: (pcs) => pcs.dcKw,
  AC_VU: (pcs) => pcs.phaseV[0],
  AC_VV: (pcs) => pcs.phaseV[1],
  AC_VW: (pcs) => pcs.phaseV[2],
  AC_IU: (pcs) => pcs.phaseA[0],
  AC_IV: (pcs) => pcs.phaseA[1],
  AC_IW: (pcs) => pcs.phaseA[2],
  AC_FREQ: (pcs) => pcs.hz,
  DC_V: (pcs) => pcs.dcV,
  C_KWH: (pcs) => round1(pcs.counters.chargedAcKwh),
  D_KWH: (pcs) => round1(pcs.counters.dischargedAcKwh),
  POWER_SETTING: (pcs) => pcs.wantedKw,
  MAX_VOLTAGE: (pcs) => pcs.maxV,
  MIN_VOLTAGE: (pcs) => pcs.minV,
  CI_SETTING: (pcs) => pcs.maxChargeA,
  DI_SETTING: (pcs) => pcs.maxDischargeA,
  VDC_REF: (pcs) => round(pcs.maxV),
  PF: (pcs) => pcs.powerFactor,
  STATE_OF_PCS: stateOf,
  ...constants(
    0,
    `LQE_REF GATE_ERR_A GATE_ERR_B GATE_ERR_C E_STOP_FAULT OVERHEAT DC_FUSE_FAULT INIT_FAULT
    AC_FUSE_OPEN IMD_FAULT VBAT_ERR OC_BAT OV_VDC UV_VDC SFT_UNB_DC_LINK EEPROM_WRITE_ERROR
    OV_SOURCE UV_SOURCE SEQ_SOURCE UNB_SOURCE INTER_SOURCE OC_LA_FAULT OC_LB_FAULT OC_LC_FAULT
    OFFSET_LA OFFSET_LB UNB_CURRENT FREQ_LOW FREQ_HIGH PMS_E_STOP OVERLOAD
    COMMUNICATION_ERROR`.split(/\s+/),
  ),
};

/** Values of every known PCS table by column name; no name means two things. */
export const pcsValues: Values<PcsReading> = {
  ...numberedBits,
  ...namedInputs,
  ...errorWords,
  TIMESTAMP: (pcs) => pcs.timeMs,
  AC_POWER: (pcs) => pcs.acKw,
};
