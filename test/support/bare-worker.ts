import { modelBytes, readModel } from "../../src/domain/forecast/kept-model.ts";
import { learnDay, type SourceDay } from "../../src/domain/forecast/learn.ts";
import { HORIZONS, type Model } from "../../src/domain/forecast/model.ts";
import { modelOf } from "../../src/domain/forecast/night.ts";
import { forecast } from "../../src/domain/forecast/predict.ts";
import { prepare, type Series } from "../../src/domain/forecast/series.ts";
import { emptyState } from "../../src/domain/forecast/state.ts";
import type { TargetName } from "../../src/domain/forecast/targets.ts";
import { runScheduled } from "../../src/jobs/scheduled.ts";

/*
 * A worker of the tests alone: what the service rounds or does at night, asked for and told as it is. Runs in the
 * real workerd; the same functions are called in Node.
 */

/** What is forecast from: JSON knows no NaN, and arrays are plain. */
export type Given = { target: TargetName; days: Record<keyof Series, (number | null)[]>[] };
export type Told = { weights: number[]; numbers: (number | null)[] };

/** Learns all days but the last, keeps and reads the model, and forecasts the last from every tenth minute. */
export function learnAndForecast({ target, days }: Given): Told {
  const read = days.map((day) =>
    prepare({
      ...(Object.fromEntries(
        Object.entries(day).map(([name, values]) => [
          name,
          Float64Array.from(values, (value) => value ?? Number.NaN),
        ]),
      ) as unknown as Series),
      minutes: Uint16Array.from(day.minutes, Number),
    }),
  );
  const state = emptyState(target);
  for (const [n, inputs] of read.slice(0, -1).entries()) {
    const day: SourceDay = { source: "1-0", inputs, from: 360, to: 9000, dayOfMonth: n + 1 };
    learnDay(state, [day]);
  }
  const weights = modelBytes(modelOf(state, "bank"));
  const model: Model = readModel(
    weights,
    HORIZONS.map(() => true),
  );
  const inputs = read.at(-1);
  if (!inputs) throw new Error("no day");
  const origins = Array.from({ length: 144 }, (_, i) => 360 + 60 * i);
  const made = forecast(model, inputs, origins, [...HORIZONS, 900], "1-0");
  const numbers = made.flatMap(({ value, low, high }) => [...value, ...low, ...high]);
  return {
    weights: model.horizons.flatMap(({ regimes }) =>
      regimes.flatMap((one) => (one ? [one.linear.bias, ...one.linear.weights] : [])),
    ),
    numbers: numbers.map((number) => (Number.isNaN(number) ? null : number)),
  };
}

export default {
  async fetch(request: Request, env: object): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === "/scheduled") await runScheduled(env);
    if (pathname !== "/forecast") return new Response("done");
    return Response.json(learnAndForecast((await request.json()) as Given));
  },
};
