import { solDays } from "../domain/indicators/sol.ts";
import { askDailySoh, basisOf } from "../store/products/daily-soh.ts";
import { askKeptForecast, keepForecast } from "../store/products/sol.ts";
import { askDue, removeMarks } from "../store/rollups/due.ts";
import { type Job, today } from "./job.ts";

/** All days of a bank make one forecast. */
const DAYS_AT_ONCE = 400;

/** Makes the forecast of the state of life of one bank of which a day that is over has changed. */
export const forecastLife: Job = {
  name: "sol",
  step: async (work) => {
    const { site, ask, now } = work;
    const due = await askDue(ask, "sol", { before: today(work), most: DAYS_AT_ONCE });
    const [first] = due;
    if (!first) return false;
    const soh = await askDailySoh(ask, site, first.bank, { hasRollups: true, now });
    const basis = await basisOf(soh);
    // A day may change, and its mean not.
    if ((await askKeptForecast(ask, first.bank))?.basis !== basis) {
      const forecast = JSON.stringify((soh && solDays(soh.values)) ?? null);
      await keepForecast(ask, first.bank, { basis, forecast });
    }
    await ask(removeMarks(due.filter(({ bank }) => bank === first.bank)));
    return true;
  },
};
