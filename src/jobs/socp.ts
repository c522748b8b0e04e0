import { computeSocpDay, keepSocpDay } from "../store/products/socp.ts";
import { askDue, type Due } from "../store/rollups/due.ts";
import { parseDay } from "../time/instant.ts";
import { type Job, today } from "./job.ts";

/** Of 1 Hz a day of a rack takes a tenth of a second. */
const RACK_DAYS_OF_A_STEP = 40;

/** Keeps the sums of cell positions of days that are over and have changed. */
export const sumCellPositions: Job = {
  name: "socp",
  step: async (work) => {
    const { site, ask } = work;
    const due = await askDue(ask, "socp", { before: today(work), most: RACK_DAYS_OF_A_STEP });
    for (const racks of byBankAndDay(due)) {
      const [{ bank, day }] = racks;
      const [start, end] = parseDay(day, site.timeZone) ?? [0, 0];
      const rack = racks.length === 1 ? racks[0].rack : undefined;
      const selection = { site, component: "rack" as const, bank, rack, start, end };
      await keepSocpDay(ask, racks, await computeSocpDay(ask, selection));
    }
    return due.length > 0;
  },
};

type Some<T> = [T, ...T[]];

function byBankAndDay(due: readonly Due[]): Some<Due>[] {
  const groups = new Map<string, Some<Due>>();
  for (const one of due) {
    const key = `${one.bank} ${one.day}`;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()];
}
