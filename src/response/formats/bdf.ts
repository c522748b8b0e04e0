import { isRolled } from "../../site/rollup.ts";
import {
  type Column,
  type Component,
  type Conversion,
  type Role,
  type Text,
  TIMESTAMP,
} from "../../site/site.ts";

/*
 * The Battery Data Format (BDF) of the Battery Data Alliance, LF Energy: its preferred labels, fixed units, and its
 * signs. Its capacities are made of the positive part of the current for charging, so that charging is positive, as
 * it is here. https://w3id.org/battery-data-alliance/ontology/battery-data-format
 */

type Quantity = {
  label: string;
  unit: string;
  description: Text;
  /** Role, or name as a key, of the column that it is made of; a component without one lacks the quantity. */
  of: Role | typeof TIMESTAMP;
  conversion?: (start: number) => Conversion;
};

const QUANTITIES: readonly Quantity[] = [
  {
    label: "Test Time",
    unit: "s",
    description: { ko: "기간의 시작부터 지난 시간", en: "Time since the start of the range" },
    of: TIMESTAMP,
    conversion: (start) => ({ secondsSince: start }),
  },
  {
    label: "Unix Time",
    unit: "s",
    description: { ko: "1970-01-01 UTC부터의 시간", en: "Time since 1970-01-01 UTC" },
    of: TIMESTAMP,
    conversion: () => ({ secondsSince: 0 }),
  },
  {
    label: "Voltage",
    unit: "V",
    description: { ko: "뱅크 또는 랙의 전압", en: "Voltage of the bank or rack" },
    of: "dc-voltage",
  },
  {
    label: "Current",
    unit: "A",
    description: { ko: "전류, 양수 = 충전", en: "Current, positive = charging" },
    of: "dc-current",
  },
  {
    label: "Power",
    unit: "W",
    description: { ko: "전력, 양수 = 충전", en: "Power, positive = charging" },
    of: "power",
    conversion: () => ({ times: 1000 }), // from kW
  },
  {
    label: "Surface Temperature",
    unit: "degC",
    description: { ko: "가장 높은 셀 온도", en: "Highest of the cells' temperatures" },
    of: "cell-temperature-max",
  },
];

/**
 * The columns of a bank or rack under their BDF names; none for other components.
 * @param start what Test Time counts from, microseconds since 1970
 */
export const bdfColumns = (
  component: Component,
  columns: readonly Column[],
  start: number,
): Column[] => {
  if (!isRolled(component)) return [];
  return QUANTITIES.flatMap(({ label, unit, description, of, conversion }) => {
    const found = columns.find(
      ({ name, role, wire }) => (role === of || name === of) && wire === undefined,
    );
    if (!found) return [];
    const { name } = found;
    const made = conversion ? { conversion: conversion(start) } : {};
    return [
      { name, type: "double precision", wire: `${label} / ${unit}`, unit, description, ...made },
    ];
  });
};
