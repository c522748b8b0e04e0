import type { Column, ColumnType } from "../../site.ts";

const column =
  (type: ColumnType) =>
  (name: string, ko: string, en: string, unit?: string): Column => ({
    name,
    type,
    description: { ko, en },
    ...(unit === undefined ? {} : { unit }),
  });

/** Constructors of column definitions: `double("BANK_SOC", "…", "State of charge of the bank", "%")`. */
export const timestamp = column("timestamptz");
export const integer = column("integer");
export const double = column("double precision");
export const jsonText = column("text");
