import {
  addSums,
  climatologyOf,
  daySums,
  emptySums,
} from "../../src/domain/forecast/climatology.ts";
import {
  fillOwn,
  fillShared,
  instantColumns,
  ownColumns,
  sharedColumns,
} from "../../src/domain/forecast/columns.ts";
import {
  errorsOf,
  fillChanges,
  HYPER,
  originsOf,
  type SourceDay,
} from "../../src/domain/forecast/learn.ts";
import type { Model } from "../../src/domain/forecast/model.ts";
import { addMoments, emptyMoments, momentsOf } from "../../src/domain/forecast/moments.ts";
import { REGIMES, regimeOf } from "../../src/domain/forecast/regime.ts";
import { fitRidge, type Linear } from "../../src/domain/forecast/ridge.ts";
import { STEP_SECONDS } from "../../src/domain/forecast/series.ts";
import { STRATA } from "../../src/domain/forecast/strata.ts";
import { type TargetName, targetOf } from "../../src/domain/forecast/targets.ts";

const SECONDS = 600;
const AHEAD = SECONDS / STEP_SECONDS;

/**
 * The same model fitted to some days at once, as the reference does it: every round reads all days again with new
 * weights, and the usual changes that a day is trained with are those of the others.
 */
export function refit(
  name: TargetName,
  days: readonly SourceDay[],
  { stride, rounds }: { stride: number; rounds: number },
): Model {
  const target = targetOf(name);
  const [shared, own] = [sharedColumns(target).length, ownColumns(target).length];
  const columns = shared + own;
  const z = Array.from({ length: columns + 2 }, () => new Float64Array(8640));
  const weights = new Float64Array(8640);
  z[0]?.fill(1);
  const changes = z[columns + 1] as Float64Array;

  const usual = days.map((day) =>
    daySums(1, [{ ...day, origins: originsOf(day, SECONDS, { stride: 10 }) }], AHEAD),
  );
  const all = emptySums(1);
  for (const one of usual) addSums(all, one);
  const origins = days.map((day) => originsOf(day, SECONDS, { stride }));
  const limits = REGIMES.map(() => [0, 0] as [number, number]);

  let fits: (Linear | undefined)[] = [];
  let instants: (Linear | undefined)[] = [];
  for (let round = 0; round <= rounds; round++) {
    const moments = REGIMES.map(() => emptyMoments(columns));
    days.forEach((day, d) => {
      const others = emptySums(1);
      addSums(others, all);
      addSums(others, usual[d] as (typeof usual)[number], { factor: -1 });
      const climatology = climatologyOf(others);
      REGIMES.forEach((_, regime) => {
        const some = (origins[d] as number[]).filter(
          (k) => regimeOf(day.inputs.current[k] as number) === regime,
        );
        fillShared(z.slice(1), day.inputs, some, target);
        fillOwn(z.slice(1 + shared), day.inputs, some, target, { seconds: SECONDS, climatology });
        fillChanges(changes, day.inputs, some, AHEAD);
        const fit = fits[regime];
        const limit = limits[regime] as [number, number];
        const errors = fit && some.length > 0 ? errorsOf(z, some.length, fit) : undefined;
        some.forEach((_, row) => {
          const change = changes[row] as number;
          limit[0] = Math.min(limit[0], change);
          limit[1] = Math.max(limit[1], change);
          weights[row] = errors ? 1 / Math.hypot(errors.get(0, row), target.tolerance) : 1;
        });
        const own = moments[regime] as (typeof moments)[number];
        addMoments(own, momentsOf(z, weights, some.length));
      });
    });
    fits = moments.map((one) => fitRidge(one, HYPER.lambda));
    instants = moments.map((one) => fitRidge(one, HYPER.lambda, instantColumns(target)));
  }
  const nothing = () => new Float64Array(REGIMES.length * STRATA).fill(Number.NaN);
  return {
    target: name,
    component: "bank",
    linear: undefined,
    horizons: [
      {
        seconds: SECONDS,
        isServed: true,
        climatology: climatologyOf(all),
        regimes: fits.map((linear, regime) => {
          const [least, most] = limits[regime] as [number, number];
          const instant = instants[regime];
          return linear && instant && { linear, instant, least, most };
        }),
        offsets: new Map(),
        intervals: { low: nothing(), high: nothing() },
      },
    ],
  };
}
