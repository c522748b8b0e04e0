import { hex, utf8 } from "../access/bytes.ts";
import { askDailySoh, type DailySoh } from "../db/daily-soh.ts";
import { askDue, removeMarks } from "../db/due.ts";
import { keepForecast } from "../db/sol.ts";
import { solDays } from "../indicators/sol-days.ts";
import type { Job } from "./job.ts";

/** All days of a bank make one forecast. */
const DAYS_AT_ONCE = 400;

/** Makes the forecast of the state of life of one bank that has changed. */
export const forecastLife: Job = {
  name: "sol",
  step: async ({ site, ask }) => {
    const due = await askDue(ask, "sol", DAYS_AT_ONCE);
    const [first] = due;
    if (!first) return false;
    const soh = await askDailySoh(ask, site, first.bank, true);
    const days = soh && solDays(soh.values);
    await keepForecast(ask, first.bank, {
      basis: await basisOf(soh),
      forecast: JSON.stringify(days ?? null),
    });
    await ask(removeMarks(due.filter(({ bank }) => bank === first.bank)));
    return true;
  },
};

/** A fingerprint of what a forecast is made of. */
export async function basisOf(soh: DailySoh | undefined): Promise<string> {
  const text = JSON.stringify(soh ? [soh.start, soh.values] : null);
  return hex(await crypto.subtle.digest("SHA-256", utf8(text)));
}
