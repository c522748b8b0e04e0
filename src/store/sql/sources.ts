import { type SQL, sql } from "drizzle-orm";
import { BANK_ID, KEYS, RACK_ID } from "../../site/site.ts";
import type { Selection } from "./selection.ts";
import { tableOf } from "./tables.ts";

/** What gives rows of its own: a bank, a rack of a bank, or a component as a whole. */
export type Source = { bank?: number; rack?: number };

/** Bank and rack of a row as `bank` and `rack`; 0 where the component's key has none. */
export function sourceColumns({ site, component }: Selection): SQL {
  const { column } = tableOf(site, component);
  const part = (name: string) => (KEYS[component].includes(name) ? sql`${column(name)}` : sql`0`);
  return sql`${part(BANK_ID)} as bank, ${part(RACK_ID)} as rack`;
}

/** The sources that the site has by its definition, in the selection. */
export function sourcesIn({ site, component, bank, rack }: Selection): Required<Source>[] {
  const banks = site.banks.filter(({ id }) => bank === undefined || id === bank);
  if (component === "bank") return banks.map(({ id }) => ({ bank: id, rack: 0 }));
  if (component !== "rack") return [{ bank: 0, rack: 0 }];
  return banks.flatMap(({ id, racks }) =>
    Array.from({ length: racks }, (_, i) => ({ bank: id, rack: i + 1 })).filter(
      (source) => rack === undefined || source.rack === rack,
    ),
  );
}

/** The same as rows (bank, rack). */
export const sourceValues = (selection: Selection): SQL => valuesOf(sourcesIn(selection));

/** Sources as rows (bank, rack); 0 if there is no rack. */
export const valuesOf = (sources: readonly Source[]): SQL =>
  sql`(values ${sql.join(
    sources.map(({ bank = 0, rack = 0 }) => sql`(${bank}::int, ${rack}::int)`),
    sql`, `,
  )})`;

/** The source that a row of an answer names. */
export const sourceOf = (bank: unknown, rack: unknown): Source => ({
  ...(Number(bank) > 0 ? { bank: Number(bank) } : {}),
  ...(Number(rack) > 0 ? { rack: Number(rack) } : {}),
});
