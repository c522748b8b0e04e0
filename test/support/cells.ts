import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";

export type Cells = Record<string, string | number | null | Record<string, number>>;

/**
 * Rows of a Parquet file of the platform as a reader of this project's answers should see them, by
 * `time/bank`; read without any of the project's own code.
 */
export async function expectedRows(path: string): Promise<Map<string, Cells>> {
  const file = await asyncBufferFromFile(path);
  const objects = await parquetReadObjects({ file, compressors });
  return new Map(
    objects.map((object) => {
      const cells = Object.fromEntries(
        Object.entries(object).map(([name, value]) => [name.toLowerCase(), cell(value)]),
      );
      cells.timestamp = Date.parse(String(cells.timestamp));
      return [`${cells.timestamp}/${cells.bank_id}`, cells];
    }),
  );
}

function cell(value: unknown): Cells[string] {
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "string" && value.startsWith("{"))
    return JSON.parse(value.replaceAll("'", '"'));
  return value as Cells[string];
}

/** Differences between a row that was answered and the one expected; a CSV's fields are texts. */
export function differences(answered: Record<string, unknown>, expected: Cells): string[] {
  return Object.keys(expected).flatMap((name) => {
    const want = expected[name];
    const got = answered[name];
    const same =
      name === "timestamp"
        ? Date.parse(String(got)) === want
        : typeof want === "object" && want !== null
          ? JSON.stringify(typeof got === "string" ? JSON.parse(got) : got) === JSON.stringify(want)
          : want === null
            ? got === "" || got === null
            : got !== "" && Number(got) === want;
    return same ? [] : [`${name}: ${String(got)} instead of ${String(want)}`];
  });
}
