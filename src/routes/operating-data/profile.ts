import { wrong } from "../../request/parameter.ts";
import { bdfColumns } from "../../response/formats/bdf.ts";
import { type Fault, refuse } from "../../response/problem.ts";
import type { Column } from "../../site/site.ts";
import type { Selection } from "../../store/sql/selection.ts";

/**
 * The columns of a selection with the names of the Battery Data Format. A file describes one test object.
 * @throws {Problem} invalid_parameters without exactly one battery, or without a start of the range
 */
export function profileColumns(selection: Selection): Column[] {
  const { site, component, start = 0 } = selection;
  const columns = bdfColumns(component, site.components[component], start);
  const faults = columns.length === 0 ? [noBattery(component)] : missing(selection);
  if (faults.length > 0) refuse(faults);
  return columns;
}

const noBattery = (component: string): Fault => ({
  in: "query",
  name: "profile",
  ...wrong(
    "no_battery",
    `${component}에는 배터리 열이 없습니다. bank 또는 rack을 사용하세요`,
    `${component} has no battery columns. Use bank or rack`,
  ),
});

function missing({ site, component, bank, rack, start }: Selection): Fault[] {
  const named = site.banks.find(({ id }) => id === bank) ?? site.banks[0];
  const isOneBank = bank !== undefined || site.banks.length === 1;
  const isOneRack = component !== "rack" || rack !== undefined || named?.racks === 1;
  return [
    ...(isOneBank && isOneRack ? [] : [severalBatteries]),
    ...(start === undefined ? [withoutStart] : []),
  ];
}

const severalBatteries: Fault = {
  in: "query",
  name: "profile",
  ...wrong(
    "several_batteries",
    "BDF 파일에는 시험 대상이 하나만 있습니다. 뱅크 하나 또는 랙 하나를 선택하세요. 예: bank=1, 랙은 bank=1&rack=1, 목록은 …/banks/1/racks/1/",
    "a BDF file has one test object. Choose one bank or one rack. Examples: bank=1, for a rack bank=1&rack=1, for lists …/banks/1/racks/1/",
  ),
};

const withoutStart: Fault = {
  in: "query",
  name: "start-time",
  ...wrong(
    "required",
    "profile=bdf에 필요합니다. Test Time / s의 기준 시각입니다. 예: start-time=2022-05-10 또는 date=2022-05-10",
    "is required with profile=bdf: Test Time / s counts from it. Example: start-time=2022-05-10 or date=2022-05-10",
  ),
};
