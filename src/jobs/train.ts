import { hex } from "../domain/access/bytes.ts";
import { UnreadableError } from "../domain/forecast/bytes.ts";
import { modelBytes } from "../domain/forecast/kept-model.ts";
import { readState, stateBytes } from "../domain/forecast/kept-state.ts";
import { HORIZONS } from "../domain/forecast/model.ts";
import { night } from "../domain/forecast/night.ts";
import { emptyState } from "../domain/forecast/state.ts";
import { TARGET_NAMES } from "../domain/forecast/targets.ts";
import { isUsable } from "../domain/forecast/usable.ts";
import type { Site } from "../site/site.ts";
import type { Database } from "../store/backend.ts";
import { askProgress, type TargetPlace } from "../store/models/models.ts";
import { askSourceDays } from "../store/models/source-days.ts";
import { askTraining, forgetTraining, keepTraining } from "../store/models/training.ts";
import { askDays } from "../store/rollups/finished-days.ts";
import type { Day } from "../time/days.ts";
import { parseDay } from "../time/instant.ts";
import { HOUR, SECOND } from "../time/units.ts";
import type { Job, Work } from "./job.ts";

/** What comes up to an hour after a day belongs to its forecasts, and rows may be some minutes late. */
const AFTER_DAY = HOUR + 600 * SECOND;
/** Of a long history the newest days are learnt. */
const MOST_DAYS = 30;

/**
 * Teaches a model the earliest day that it does not know: one day of one target at the banks, or the racks, of a
 * site. A day takes a model through one night: see `night`.
 */
export const trainForecasts: Job = {
  name: "forecasts",
  isCostly: true,
  step: async (work) => {
    const { platform } = work;
    const [due] = platform ? await askNights(work, platform) : [];
    if (!platform || !due) return false;
    try {
      await train(work, platform, due);
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      // Kept by an older release, or broken: all days are learnt again, and other targets need not wait.
      await forgetTraining(platform.transact, due);
    }
    return true;
  },
};

type Night = TargetPlace & { day: string };

/** What is due: the days that are over and that a target does not know, target by target. */
export async function askNights(
  { site, ask, now }: Pick<Work, "site" | "ask" | "now">,
  platform: Database,
): Promise<Night[]> {
  const over = now * 1000 - AFTER_DAY;
  const progress = await askProgress(platform.ask, site.id);
  const nights: Night[] = [];
  for (const component of ["bank", "rack"] as const) {
    const known = await askDays(ask, site, component, { before: over, most: MOST_DAYS + 1 });
    const days = known.filter((day) => dayIn(site, day).end <= over).slice(-MOST_DAYS);
    for (const target of TARGET_NAMES) {
      const known = progress.find((one) => one.component === component && one.target === target);
      const due = days.filter((day) => !known || day > known.through);
      nights.push(...due.map((day) => ({ site: site.id, component, target, day })));
    }
  }
  return nights;
}

function dayIn({ timeZone }: Site, day: string): Day {
  const [start, end] = parseDay(day, timeZone) ?? [0, 0];
  return { start, end };
}

/** One of the nights that are due. */
export async function train(
  work: Pick<Work, "site" | "ask">,
  platform: Database,
  { day, ...place }: Night,
): Promise<void> {
  const { component, target } = place;
  const found = await askTraining(platform.ask, place);
  const before = found?.training ?? {
    through: undefined,
    latest: 0,
    live: undefined,
    served: HORIZONS.map(() => false),
    track: [],
    state: undefined,
  };
  const { site, ask } = work;
  const read = await askSourceDays(ask, { site, component }, dayIn(site, day), target);
  const sources = read.filter(isUsable);
  if (sources.length === 0) {
    await keepTraining(platform.transact, place, before.through, { ...before, through: day });
    return;
  }
  const state = before.state ? readState(before.state) : emptyState(target);
  const version = (number: number | undefined) =>
    found?.versions.find((one) => one.number === number);
  const newest = version(before.latest);
  const after = night(
    {
      state,
      newest: newest?.model,
      live: before.live === before.latest ? undefined : version(before.live)?.model,
      hasLive: before.live !== undefined,
      served: before.served,
      track: before.track,
    },
    component,
    day,
    sources,
  );
  const weights = modelBytes(after.model);
  const latest = before.latest + 1;
  await keepTraining(platform.transact, place, before.through, {
    through: day,
    latest,
    live: after.goesLive ? latest : before.live,
    served: after.served,
    track: after.track,
    state: stateBytes(state),
    made: {
      version: hex(await crypto.subtle.digest("SHA-256", weights)).slice(0, 16),
      trainedFrom: newest?.trainedFrom ?? day,
      trainedTo: day,
      days: state.days,
      rows: (newest?.rows ?? 0) + after.rows,
      weights,
      wentLive: after.goesLive,
    },
  });
}
