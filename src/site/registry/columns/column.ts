import type { Column, ColumnType, FlagRole, Role } from "../../site.ts";

const column =
  (type: ColumnType) =>
  (name: string, ko: string, en: string, unit?: string, role?: Role): Column => ({
    name,
    type,
    description: { ko, en },
    ...(unit === undefined ? {} : { unit }),
    ...(role === undefined ? {} : { role }),
  });

/** Constructors of column definitions: `double("BANK_SOC", "…", "State of charge of the bank", "%", "soc")`. */
export const timestamp = column("timestamptz");
export const integer = column("integer");
export const double = column("double precision");
export const jsonText = column("text");

/** A flag of protection, 1 = active. */
export const flag = (name: string, ko: string, en: string, role: FlagRole): Column => ({
  ...integer(name, ko, en),
  role,
});
