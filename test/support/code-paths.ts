import { createRandom } from "../../dev/simulate/random.ts";

/**
 * The code path of a route: the same files answer for every component, unit and target.
 * @example codePathOf("listRacks, all") // "list, all"
 */
export const codePathOf = (id: string): string =>
  id
    .replace(/M(?:ax|in)Cell(?:Voltage|Temperature)|Cell(?:Voltage|Temperature)Gap|DcVoltage/, "")
    .replace(/(?<=^avg)(?:Bank|Rack)So[CcHh]$|(?<=^avg)BankPower$/, "")
    .replace(/(?:Banks?|Racks?|Pcs|Etc)(?=$|,)/, "");

/**
 * One item of each code path, by its operation; over many seeds every one gets its turn. All of them with `THOROUGH=1`.
 */
export function onePerCodePath<T>(
  items: readonly T[],
  idOf: (item: T) => string,
  seed: number,
): readonly T[] {
  if (process.env.THOROUGH) return items;
  const random = createRandom(seed);
  const groups = Map.groupBy(items, (item) => codePathOf(idOf(item)));
  return [...groups.values()].flatMap(
    (group) => group[Math.floor(random.unit() * group.length)] ?? [],
  );
}
