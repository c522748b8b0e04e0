import type { Column } from "../../site.ts";
import { double, integer } from "./column.ts";
import { time } from "./keys.ts";

/** The PCS table of Hwanggeum; U, V and W are the AC phases, "source" is the AC supply. */
export const hwanggeumPcs: readonly Column[] = [
  time,
  double("VOLTAGE", "PCS 전압", "Voltage of the PCS", "V"),
  double("CURRENT", "PCS 전류", "Current of the PCS", "A"),
  double("POWER", "PCS 전력", "Power of the PCS", "kW"),
  double("AC_VU", "교류 U상 전압", "Voltage of AC phase U", "V"),
  double("AC_VV", "교류 V상 전압", "Voltage of AC phase V", "V"),
  double("AC_VW", "교류 W상 전압", "Voltage of AC phase W", "V"),
  double("AC_IU", "교류 U상 전류", "Current of AC phase U", "A"),
  double("AC_IV", "교류 V상 전류", "Current of AC phase V", "A"),
  double("AC_IW", "교류 W상 전류", "Current of AC phase W", "A"),
  double("AC_POWER", "교류 전력", "AC power", "kW"),
  double("AC_FREQ", "교류 주파수", "AC frequency", "Hz"),
  double("DC_V", "직류 전압", "DC voltage", "V"),
  double("C_KWH", "충전 전력량", "Charged energy", "kWh"),
  double("POWER_SETTING", "전력 설정값", "Power setting", "kW"),
  double("MAX_VOLTAGE", "PCS 최대 전압", "Maximum voltage of the PCS", "V"),
  double("MIN_VOLTAGE", "PCS 최소 전압", "Minimum voltage of the PCS", "V"),
  double("CI_SETTING", "충전 전류 설정값", "Charge current setting", "A"),
  double("DI_SETTING", "방전 전류 설정값", "Discharge current setting", "A"),
  double("LQE_REF", "LQE 기준값", "LQE reference value"),
  double("VDC_REF", "직류 전압 기준값", "DC voltage reference", "V"),
  double("D_KWH", "방전 전력량", "Discharged energy", "kWh"),
  double("PF", "역률", "Power factor", "1"),
  integer("STATE_OF_PCS", "PCS 상태 코드", "State code of the PCS"),
  integer("GATE_ERR_A", "A상 게이트 오류", "Gate error of phase A"),
  integer("GATE_ERR_B", "B상 게이트 오류", "Gate error of phase B"),
  integer("GATE_ERR_C", "C상 게이트 오류", "Gate error of phase C"),
  integer("E_STOP_FAULT", "비상 정지 고장", "Emergency stop fault"),
  integer("OVERHEAT", "과열", "Overheating"),
  integer("DC_FUSE_FAULT", "직류 퓨즈 고장", "DC fuse fault"),
  integer("INIT_FAULT", "초기화 고장", "Initialization fault"),
  integer("AC_FUSE_OPEN", "교류 퓨즈 개방", "AC fuse open"),
  integer("IMD_FAULT", "절연 감시 장치(IMD) 고장", "Insulation monitoring device (IMD) fault"),
  integer("VBAT_ERR", "배터리 전압 오류", "Battery voltage error", "V"),
  integer("OC_BAT", "배터리 과전류", "Battery over-current"),
  integer("OV_VDC", "직류 과전압", "DC over-voltage"),
  integer("UV_VDC", "직류 저전압", "DC under-voltage"),
  integer("SFT_UNB_DC_LINK", "직류 링크 불평형(SFT)", "DC link imbalance (SFT)"),
  integer("EEPROM_WRITE_ERROR", "EEPROM 쓰기 오류", "EEPROM write error"),
  integer("OV_SOURCE", "교류 전원 과전압", "AC source over-voltage"),
  integer("UV_SOURCE", "교류 전원 저전압", "AC source under-voltage"),
  integer("SEQ_SOURCE", "교류 전원 상순 오류", "AC source phase sequence error"),
  integer("UNB_SOURCE", "교류 전원 불평형", "AC source imbalance"),
  integer("INTER_SOURCE", "교류 전원 이상 표시 INTER", "AC source flag INTER"),
  integer("OC_LA_FAULT", "LA 과전류 고장", "Over-current fault of LA"),
  integer("OC_LB_FAULT", "LB 과전류 고장", "Over-current fault of LB"),
  integer("OC_LC_FAULT", "LC 과전류 고장", "Over-current fault of LC"),
  integer("OFFSET_LA", "LA 오프셋 이상", "Offset error of LA"),
  integer("OFFSET_LB", "LB 오프셋 이상", "Offset error of LB"),
  integer("UNB_CURRENT", "전류 불평형", "Current imbalance", "A"),
  integer("FREQ_LOW", "저주파수", "Low frequency", "Hz"),
  integer("FREQ_HIGH", "고주파수", "High frequency", "Hz"),
  integer(
    "PMS_E_STOP",
    "전력 관리 시스템(PMS) 비상 정지",
    "Emergency stop by the power management system (PMS)",
  ),
  integer("OVERLOAD", "과부하", "Overload"),
  integer("COMMUNICATION_ERROR", "통신 오류", "Communication error"),
];

/**
 * What the PCS of Hwanggeum reports of abnormal states in other words than fault, warning and protection.
 * Left out: CI_SETTING and DI_SETTING, set currents (DI is discharge here, not an input), LQE_REF and VDC_REF,
 * references, MAX_VOLTAGE and MIN_VOLTAGE, measurements.
 */
export const hwanggeumPcsSensitive: readonly string[] = [
  "STATE_OF_PCS", // its codes are not published, and one of them must be that of a fault
  ...["GATE_ERR_A", "GATE_ERR_B", "GATE_ERR_C", "VBAT_ERR", "EEPROM_WRITE_ERROR"],
  "COMMUNICATION_ERROR",
  ...["OVERHEAT", "OVERLOAD", "AC_FUSE_OPEN", "PMS_E_STOP"],
  // Over-current (OC), over-voltage (OV), under-voltage (UV): trips, not measurements, whatever their unit says.
  ...["OC_BAT", "OV_VDC", "UV_VDC", "OV_SOURCE", "UV_SOURCE", "FREQ_LOW", "FREQ_HIGH"],
  // Imbalance (UNB), phase sequence, current sensors whose zero has drifted, and a flag of the AC supply.
  ...["SFT_UNB_DC_LINK", "UNB_SOURCE", "UNB_CURRENT", "SEQ_SOURCE", "INTER_SOURCE"],
  ...["OFFSET_LA", "OFFSET_LB"],
];
