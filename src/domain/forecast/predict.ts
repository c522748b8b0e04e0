import { Matrix, WrapperMatrix2D } from "ml-matrix";
import { fillOwn, fillShared, instantColumns, ownColumns, sharedColumns } from "./columns.ts";
import type { HorizonModel, Model, RegimeModel } from "./model.ts";
import { regimeOf } from "./regime.ts";
import { type Inputs, type Readiness, readiness } from "./series.ts";
import { STRATA, stratumOf } from "./strata.ts";
import { atLeastNone, targetOf } from "./targets.ts";

/** With history, or without. */
type Way = "full" | "instant";

/**
 * Weights of some horizons and regimes as lines of one matrix, by horizon and then by regime; its columns are the
 * shared ones, then those of each horizon, and 0 at those of the others. Each is made once.
 */
function weightsOf(
  { target }: Model,
  nodes: readonly HorizonModel[],
): (way: Way, regimes: readonly number[]) => Matrix {
  const shared = sharedColumns(targetOf(target)).length;
  const own = ownColumns(targetOf(target)).length;
  const columns: Record<Way, readonly number[]> = {
    full: Array.from({ length: shared + own }, (_, j) => j),
    instant: instantColumns(targetOf(target)),
  };
  const made = new Map<string, Matrix>();
  return (way, regimes) => {
    const key = `${way} ${regimes.join()}`;
    const known = made.get(key);
    if (known) return known;
    const matrix = Matrix.zeros(nodes.length * regimes.length, shared + own * nodes.length);
    nodes.forEach((node, n) => {
      regimes.forEach((regime, r) => {
        const weights = weightsFor(way, node.regimes[regime]);
        columns[way].forEach((j, i) => {
          const place = j < shared ? j : j + own * n;
          matrix.set(n * regimes.length + r, place, weights?.[i] ?? 0);
        });
      });
    });
    made.set(key, matrix);
    return matrix;
  };
}

const weightsFor = (way: Way, learnt: RegimeModel | undefined): Float64Array | undefined =>
  (way === "full" ? learnt?.linear : learnt?.instant)?.weights;

/** Why an item has no forecast of the model. */
export type Reason =
  | Extract<Readiness, "stale_inputs" | "missing_inputs">
  /** Nothing was learnt yet. */
  | "no_model"
  /** Too few rows of this regime were learnt from. */
  | "regime_unknown"
  /** The model was not better than persistence lately. */
  | "not_better_than_persistence";

/** Forecasts of one horizon, one element per origin, in model units. */
export type Forecasts = {
  /** NaN where a reason is given, and where the origin is absent. */
  value: Float64Array;
  /** Central 90 %; NaN where too few errors are known yet. */
  low: Float64Array;
  high: Float64Array;
  reasons: (Reason | undefined)[];
  /** 1 where it was made without history. */
  instant: Uint8Array;
};

/** Origins per block: their columns have about 160 KB and fit a processor cache. */
const BLOCK = 200;

/**
 * Forecasts of a source from some origins of its series, of all horizons in one product of matrices: the weights of
 * every regime and horizon, times the columns of a block of origins.
 * @param horizons seconds ahead, at most the largest of HORIZONS
 * @param source its key in the model, for its offset
 * @returns one of each horizon
 */
export function forecast(
  model: Model,
  inputs: Inputs,
  origins: ArrayLike<number>,
  horizons: readonly number[],
  source: string,
): Forecasts[] {
  const answers = horizons.map(() => empty(origins.length));
  const spans = horizons.map((seconds) => spanOf(model, seconds));
  const nodes = model.horizons.filter((node) =>
    spans.some(({ before, after }) => node === before || node === after),
  );
  const changes = changesOf(model, nodes, Math.min(BLOCK, origins.length), source);
  for (let from = 0; from < origins.length; from += BLOCK) {
    const rows = Array.from(
      { length: Math.min(BLOCK, origins.length - from) },
      (_, row) => origins[from + row] as number,
    );
    const known = changes(inputs, rows);
    for (const [h, answer] of answers.entries()) {
      write(answer, from, rows, inputs, spans[h] as Span, known);
    }
  }
  for (const { value, low, high } of answers) atLeastNone(model.target, value, low, high);
  return answers;
}

const empty = (count: number): Forecasts => ({
  value: new Float64Array(count).fill(Number.NaN),
  low: new Float64Array(count).fill(Number.NaN),
  high: new Float64Array(count).fill(Number.NaN),
  reasons: new Array(count).fill(undefined),
  instant: new Uint8Array(count),
});

/** Between which horizons of the model one lies; before the first that is answered with, it starts from now. */
type Span = { before: HorizonModel | undefined; after: HorizonModel; part: number };

function spanOf({ horizons }: Model, seconds: number): Span {
  const after = horizons.find((node) => node.seconds >= seconds);
  if (!after) throw new RangeError(`no horizon of ${seconds} s`);
  const before = horizons.findLast((node) => node.seconds < seconds && node.isServed);
  const start = before?.seconds ?? 0;
  return { before, after, part: (seconds - start) / (after.seconds - start) };
}

/** What is known of a block of origins: by horizon an element for each, NaN where nothing is. */
type Known = {
  readiness: Readiness[];
  of: Map<HorizonModel, { change: Float64Array; low: Float64Array; high: Float64Array }>;
};

/** Prepares the product for some horizons; room for `most` origins is made once. */
function changesOf(
  model: Model,
  nodes: readonly HorizonModel[],
  most: number,
  source: string,
): (inputs: Inputs, rows: readonly number[]) => Known {
  const target = targetOf(model.target);
  const [shared, own] = [sharedColumns(target).length, ownColumns(target).length];
  const columns = Array.from({ length: shared + own * nodes.length }, () => new Float64Array(most));
  const weights = weightsOf(model, nodes);
  return (inputs, rows) => {
    fillShared(columns, inputs, rows, target);
    nodes.forEach((node, n) => {
      fillOwn(columns.slice(shared + own * n), inputs, rows, target, node);
    });
    const used = columns.map((column) => column.subarray(0, rows.length));
    const design = new WrapperMatrix2D(used as unknown as number[][]);
    const ready = rows.map((k) => readiness(inputs, k));
    const regimes = rows.map((k) => regimeOf(inputs.current[k] as number));
    const strata = rows.map((k) => stratumOf(inputs, k));
    // A block lies in one regime or two: of the others nothing is computed.
    const present = [0, 1, 2].filter((regime) => regimes.includes(regime as 0 | 1 | 2));
    const product = (way: Way) => weights(way, present).mmul(design);
    const full = product("full");
    const instant = ready.includes("instant") ? product("instant") : full;
    const of: Known["of"] = new Map();
    nodes.forEach((node, n) => {
      const known = { change: nans(rows), low: nans(rows), high: nans(rows) };
      of.set(node, known);
      rows.forEach((_, row) => {
        const regime = regimes[row] as number;
        const learnt = node.regimes[regime];
        if (!learnt) return;
        const line = n * present.length + present.indexOf(regime);
        const isInstant = ready[row] === "instant";
        const { bias } = isInstant ? learnt.instant : learnt.linear;
        const value = (isInstant ? instant : full).get(line, row) + bias;
        const offset = node.offsets.get(source)?.[regime] ?? 0;
        const change = Math.min(learnt.most, Math.max(learnt.least, value)) + offset;
        if (!Number.isFinite(change)) return;
        const cell = regime * STRATA + (strata[row] as number);
        known.change[row] = change;
        known.low[row] = node.intervals.low[cell] as number;
        known.high[row] = node.intervals.high[cell] as number;
      });
    });
    return { readiness: ready, of };
  };
}

const nans = ({ length }: ArrayLike<number>) => new Float64Array(length).fill(Number.NaN);

/** Writes the forecasts of a block into an answer, the first of them at `from`. */
function write(
  answer: Forecasts,
  from: number,
  rows: readonly number[],
  inputs: Inputs,
  { before, after, part }: Span,
  { readiness: ready, of }: Known,
): void {
  const last = of.get(after);
  const first = before && of.get(before);
  rows.forEach((k, row) => {
    const state = ready[row] as Readiness;
    if (state === "absent") return;
    if (state === "stale_inputs" || state === "missing_inputs") {
      answer.reasons[from + row] = state;
    } else if (!after.isServed) {
      answer.reasons[from + row] = "not_better_than_persistence";
    } else if (!last || Number.isNaN(last.change[row])) {
      answer.reasons[from + row] = "regime_unknown";
    } else {
      const between = (name: "change" | "low" | "high") => {
        const start = first?.[name][row] ?? 0;
        return (Number.isNaN(start) ? 0 : start) * (1 - part) + (last[name][row] as number) * part;
      };
      const value = (inputs.target[k] as number) + between("change");
      answer.value[from + row] = value;
      answer.low[from + row] = value + between("low");
      answer.high[from + row] = value + between("high");
      if (state === "instant") answer.instant[from + row] = 1;
    }
  });
}
