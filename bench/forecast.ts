import { judgeAndNote, judgeDay } from "../src/domain/forecast/judge.ts";
import { modelBytes, readModel } from "../src/domain/forecast/kept-model.ts";
import { learnDay } from "../src/domain/forecast/learn.ts";
import { HORIZONS, type Model, TEN_MINUTES } from "../src/domain/forecast/model.ts";
import { modelOf } from "../src/domain/forecast/night.ts";
import { addScores, recordOf, type Score, type TrackRecord } from "../src/domain/forecast/score.ts";
import { emptyState, type State } from "../src/domain/forecast/state.ts";
import type { TargetName } from "../src/domain/forecast/targets.ts";
import { type Day, panliDays, rawDays, sourceDay } from "../test/support/forecast-days.ts";
import { PANLI_DAYS_NAME, panliDates } from "../test/support/panli-days.ts";
import { hasRealDay } from "../test/support/real-day.ts";
import { errorOfRecipe, fitRecipe } from "./forecast/recipe.ts";
import { refit } from "./forecast/refit.ts";
import { measureService } from "./forecast/service.ts";
import { report } from "./measure.ts";

/*
 * How well the models forecast ten minutes ahead, on real data: trained on days of 2022 and tested on days of 2023
 * (T23dev), and by five folds over 2022 (CV22dev); every origin of ten seconds counts, and every day alike.
 * The errors to beat are those of the reference implementation of the same model on the same days.
 * `npm run bench:forecast -- raw` measures one part alone: days, raw, service.
 */

const REFERENCE = {
  V: { name: "dc_voltage", unit: "mV", T23dev: 1.971, CV22dev: 1.43, linear: 0.45 },
  T: { name: "max_cell_temperature", unit: "degC", T23dev: 0.0412, CV22dev: 0.0389, linear: 0.4 },
  G: { name: "cell_voltage_gap", unit: "mV", T23dev: 0.958, CV22dev: 0.842, linear: 0.75 },
} as const satisfies Record<string, { name: TargetName } & Record<string, unknown>>;
type Channel = keyof typeof REFERENCE;

const FOLDS = 5;
const FULL = { stride: 30, rounds: 8 };
/** Every night anew: with fewer rows and rounds, which costs little. */
const NIGHTLY = { stride: 60, rounds: 3 };
const TEN = HORIZONS.indexOf(TEN_MINUTES);

const wanted = process.argv.slice(3);

const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name);
if (panliDates.length > 0 && hasRealDay) {
  if (isWanted("days")) await normalisedDays();
  if (isWanted("raw")) await rawDay();
} else {
  console.log(`skipped: there are no real data (${PANLI_DAYS_NAME})`);
}
if (isWanted("service")) await measureService();

async function normalisedDays(): Promise<void> {
  const days = await panliDays();
  const early = days.filter(({ name }) => name < "2023");
  const late = days.filter(({ name }) => name >= "2023");
  console.log(
    `${early.length} days of 2022, ${late.length} of 2023; mean absolute errors, ten minutes ahead`,
  );
  for (const channel of Object.keys(REFERENCE) as Channel[]) {
    const { name, unit, linear: most } = REFERENCE[channel];
    const of = (some: readonly Day[]) => some.map((day) => sourceDay(day, channel));
    const judge = (model: Model, some: readonly Day[]) =>
      some.map((day) => judgedOf(model, day, channel, 0));
    const splits = {
      T23dev: [{ train: early, test: late }],
      CV22dev: Array.from({ length: FOLDS }, (_, f) => ({
        train: early.filter((_, d) => d % FOLDS !== f),
        test: early.filter((_, d) => d % FOLDS === f),
      })),
    };
    for (const [split, folds] of Object.entries(splits)) {
      const records = folds.flatMap(({ train, test }) => judge(refit(name, of(train), FULL), test));
      const recipe = mean(
        folds.flatMap(({ train, test }) => {
          const fit = fitRecipe(train, channel);
          return test.map((day) => errorOfRecipe(fit, day, channel));
        }),
      );
      const [ours, reference] = [mean(records.map(maeOf)), REFERENCE[channel][split as "T23dev"]];
      const still = mean(records.map(({ persistence_mae }) => persistence_mae ?? Number.NaN));
      console.log(
        `${channel} ${split}: persistence ${still.toPrecision(4)}, linear recipe ${recipe.toPrecision(4)}, ours ${ours.toPrecision(4)} ${unit}`,
      );
      report(
        `${channel} ${split}, ours / reference`,
        ours / reference,
        1.03,
        "×",
        `reference ${reference}`,
      );
      report(
        `${channel} ${split}, ours / linear recipe`,
        ours / recipe,
        most,
        "×",
        `skill ${(1 - ours / still).toFixed(2)}`,
      );
    }
    nightly(channel, early, late);
  }
}

/** As production does it: every night the day that is over is judged, then learnt. */
function nightly(channel: Channel, early: readonly Day[], late: readonly Day[]): void {
  const { name, unit } = REFERENCE[channel];
  const state = emptyState(name);
  const records: TrackRecord[] = [];
  const refits: number[] = [];
  for (const day of [...early, ...late]) {
    const own = sourceDay(day, channel);
    if (state.days > 0) {
      const model = keptAndRead(state);
      if (late.includes(day)) {
        records.push(judgedOf(model, day, channel, TEN));
        const before = [...early, ...late].filter((other) => other.name < day.name);
        const again = refit(
          name,
          before.map((other) => sourceDay(other, channel)),
          NIGHTLY,
        );
        refits.push(maeOf(judgedOf(again, day, channel, 0)));
      }
      judgeAndNote(state, model, [own]);
    }
    learnDay(state, [own]);
  }
  const ours = mean(records.map(maeOf));
  const coverages = records.map(({ coverage }) => coverage ?? Number.NaN);
  console.log(
    `${channel} nightly: ${ours.toPrecision(4)} ${unit}; mean width of 90 % ${mean(records.map(({ width }) => width ?? Number.NaN)).toPrecision(3)} ${unit}, worst day covered ${Math.min(...coverages).toFixed(2)}`,
  );
  report(
    `${channel} nightly / all days before fitted anew each night`,
    ours / mean(refits),
    1.03,
    "×",
    mean(refits).toPrecision(4),
  );
  const covered = mean(coverages);
  report(
    `${channel} coverage of 90 %, distance from 0.90`,
    Math.abs(covered - 0.9),
    0.05,
    "",
    covered.toFixed(3),
  );
}

/** The raw day of two banks: trained on the one, tested on the other. */
async function rawDay(): Promise<void> {
  const days = await rawDays();
  const least = {
    max_cell_voltage: 0.8,
    min_cell_voltage: 0.8,
    max_cell_temperature: 0.6,
    min_cell_temperature: 0.15,
  };
  for (const [name, bound] of Object.entries(least)) {
    const skills = [
      [0, 1],
      [1, 0],
    ].map(([train, test]) => {
      const state = emptyState(name as TargetName);
      learnDay(state, [sourceDay(days[train as number] as Day, name)]);
      return judgedOf(keptAndRead(state), days[test as number] as Day, name, TEN);
    });
    const note = skills.map(
      ({ mae, persistence_mae }, i) =>
        `${i === 0 ? "1 → 2" : "2 → 1"}: ${mae?.toPrecision(3)} against ${persistence_mae?.toPrecision(3)}`,
    );
    const worst = Math.min(...skills.map(({ skill }) => skill ?? 0));
    report(
      `raw day, ${name}: 1 − skill against persistence, worse bank`,
      1 - worst,
      1 - bound,
      "",
      note.join(", "),
    );
  }
}

/** The model of a state as it is answered with. */
function keptAndRead(state: State): Model {
  return readModel(modelBytes(modelOf(state, "bank")), []);
}

/** The record of every origin of a day. */
function judgedOf(model: Model, day: Day, target: string, horizon: number): TrackRecord {
  const scores = judgeDay(model, [sourceDay(day, target)], undefined, 10);
  return recordOf(addScores(scores[horizon] as Score[]));
}

function maeOf({ mae }: TrackRecord): number {
  return mae ?? Number.NaN;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
