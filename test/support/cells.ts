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
  const found: string[] = [];
  // Millions of cells: nothing is allocated where they agree.
  for (const name in expected) {
    const [got, want] = [answered[name], expected[name] as Cells[string]];
    if (!isSame(name, got, want)) found.push(`${name}: ${String(got)} instead of ${String(want)}`);
  }
  return found;
}

function isSame(name: string, got: unknown, want: Cells[string]): boolean {
  if (name === "timestamp") return Date.parse(String(got)) === want;
  if (want === null) return got === "" || got === null;
  if (typeof want !== "object") return got !== "" && Number(got) === want;
  return JSON.stringify(typeof got === "string" ? JSON.parse(got) : got) === JSON.stringify(want);
}
