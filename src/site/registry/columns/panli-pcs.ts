import type { Column } from "../../site.ts";
import { double } from "./column.ts";
import { time } from "./keys.ts";

/**
 * The PCS table of Panli: AI analogue input, CMD command, ST status, DI digital input, FLT fault.
 * Inputs and faults whose abbreviation is not documented are described by it.
 */
export const panliPcs: readonly Column[] = [
  time,
  double("AI_VDC", "직류 전압", "DC voltage", "V"),
  double("AI_IDC", "직류 전류", "DC current", "A"),
  double("AI_PDC", "직류 전력", "DC power", "kW"),
  double("AI_FREQ", "교류 주파수", "AC frequency", "Hz"),
  double("AI_VAB_RMS", "교류 A-B 선간 전압 실효값", "RMS line-to-line AC voltage A-B", "V"),
  double("AI_VBC_RMS", "교류 B-C 선간 전압 실효값", "RMS line-to-line AC voltage B-C", "V"),
  double("AI_VCA_RMS", "교류 C-A 선간 전압 실효값", "RMS line-to-line AC voltage C-A", "V"),
  double("AI_IAS_RMS", "교류 A상 전류 실효값", "RMS current of AC phase A", "A"),
  double("AI_IBS_RMS", "교류 B상 전류 실효값", "RMS current of AC phase B", "A"),
  double("AI_ICS_RMS", "교류 C상 전류 실효값", "RMS current of AC phase C", "A"),
  double("AI_SAC", "교류 피상전력", "AC apparent power", "kVA"),
  double("AI_PAC", "교류 유효전력", "AC active power", "kW"),
  double("AI_QAC", "교류 무효전력", "AC reactive power", "kvar"),
  double("AI_PF", "역률", "Power factor", "1"),
  double(
    "AI_C_KWH_ACH",
    "교류 측 충전 전력량 상위 워드",
    "Charged energy on the AC side, high word",
    "kWh",
  ),
  double(
    "AI_C_KWH_ACL",
    "교류 측 충전 전력량 하위 워드",
    "Charged energy on the AC side, low word",
    "kWh",
  ),
  double(
    "AI_D_KWH_ACH",
    "교류 측 방전 전력량 상위 워드",
    "Discharged energy on the AC side, high word",
    "kWh",
  ),
  double(
    "AI_D_KWH_ACL",
    "교류 측 방전 전력량 하위 워드",
    "Discharged energy on the AC side, low word",
    "kWh",
  ),
  double(
    "AI_C_KWH_DCH",
    "직류 측 충전 전력량 상위 워드",
    "Charged energy on the DC side, high word",
    "kWh",
  ),
  double(
    "AI_C_KWH_DCL",
    "직류 측 충전 전력량 하위 워드",
    "Charged energy on the DC side, low word",
    "kWh",
  ),
  double(
    "AI_D_KWH_DCH",
    "직류 측 방전 전력량 상위 워드",
    "Discharged energy on the DC side, high word",
    "kWh",
  ),
  double(
    "AI_D_KWH_DCL",
    "직류 측 방전 전력량 하위 워드",
    "Discharged energy on the DC side, low word",
    "kWh",
  ),
  double("CMD_KW", "유효전력 지령", "Active power command", "kW"),
  double("CMD_KVAR", "무효전력 지령", "Reactive power command", "kvar"),
  double("CMD_VDC_REF", "직류 전압 기준 지령", "DC voltage reference command", "V"),
  double("ST_RUN", "운전 상태", "Run status of the PCS"),
  double("ST_STOP", "정지 상태", "Stop status of the PCS"),
  double("ST_READY", "운전 준비 상태", "Ready status of the PCS"),
  double("ST_MODE_L_R", "현장/원격 제어 모드 상태", "Local or remote control mode of the PCS"),
  double("ST_MODE_CV", "정전압(CV) 모드 상태", "Constant-voltage (CV) mode status of the PCS"),
  double("ST_FAULT", "고장 상태", "Fault status of the PCS"),
  double("ST_CHARGE", "충전 상태 표시", "Charge status of the PCS"),
  double("ST_DISCHARGE", "방전 상태 표시", "Discharge status of the PCS"),
  double("DI_DK", "PCS 디지털 입력 DK", "Digital input DK of the PCS"),
  double("DI_AK", "PCS 디지털 입력 AK", "Digital input AK of the PCS"),
  double("DI_CK", "PCS 디지털 입력 CK", "Digital input CK of the PCS"),
  double("DI_TEMP", "PCS 온도 입력", "Temperature input of the PCS", "degC"),
  double("DI_SPD", "서지 보호기(SPD) 입력", "Surge protective device (SPD) input"),
  double("DI_DS", "PCS 디지털 입력 DS", "Digital input DS of the PCS"),
  double("DI_START", "기동 입력", "Start input"),
  double("DI_ES", "비상 정지 입력", "Emergency stop input"),
  double("FLT_OVAR", "교류 과전압 계전기 고장", "AC over-voltage relay fault"),
  double("FLT_UVAR", "교류 저전압 계전기 고장", "AC under-voltage relay fault"),
  double("FLT_OFR", "과주파수 계전기 고장", "Over-frequency relay fault"),
  double("FLT_UFR", "저주파수 계전기 고장", "Under-frequency relay fault"),
  double("FLT_OCAR", "교류 과전류 계전기 고장", "AC over-current relay fault"),
  double("FLT_OVDR", "직류 과전압 계전기 고장", "DC over-voltage relay fault"),
  double("FLT_UVDR", "직류 저전압 계전기 고장", "DC under-voltage relay fault"),
  double("FLT_OCDR", "직류 과전류 계전기 고장", "DC over-current relay fault"),
  double("FLT_CFD", "PCS 고장 표시 CFD", "Fault flag CFD of the PCS"),
  double("FLT_OTR", "과온도 계전기 고장", "Over-temperature relay fault"),
  double("FLT_SPD", "서지 보호기(SPD) 고장", "Surge protective device (SPD) fault"),
  double("FLT_RVET", "PCS 고장 표시 RVET", "Fault flag RVET of the PCS"),
];

/**
 * What the PCS of Panli reports of abnormal states in other words than fault, warning and protection.
 * Left out: AI and CMD, measured and commanded values, and the ST bits of normal operation.
 */
export const panliPcsSensitive: readonly string[] = [
  // Contacts of breakers, fuses, the thermostat and the surge arrester. The start contact is one of operation,
  // but stands in the same undocumented word: by its name its neighbours could be counted off.
  ...["DI_DK", "DI_AK", "DI_CK", "DI_TEMP", "DI_SPD", "DI_DS", "DI_START", "DI_ES"],
  // FLT is short for fault; all of them.
  ...["FLT_OVAR", "FLT_UVAR", "FLT_OFR", "FLT_UFR", "FLT_OCAR", "FLT_OVDR"],
  ...["FLT_UVDR", "FLT_OCDR", "FLT_CFD", "FLT_OTR", "FLT_SPD", "FLT_RVET"],
];
