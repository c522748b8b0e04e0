import type { RolledComponent } from "../../site/rollup.ts";
import { pack, unpack } from "./bytes.ts";
import type { Climatology } from "./climatology.ts";
import { instantColumns, ownColumns, sharedColumns } from "./columns.ts";
import { checkLayout, layoutOf } from "./layout.ts";
import { HORIZONS, type HorizonModel, type Model, type RegimeModel } from "./model.ts";
import { REGIMES } from "./regime.ts";
import type { Linear } from "./ridge.ts";
import { LINEAR_COLUMNS } from "./state.ts";
import { STRATA } from "./strata.ts";
import { type TargetName, targetOf } from "./targets.ts";

type Header = {
  target: TargetName;
  layout: string;
  component: RolledComponent;
  hasLinear: boolean;
  horizons: {
    cellMinutes: number;
    /** What one of the climatology's whole numbers is worth: of the target, of the current. */
    units: [number, number];
    /** Of each regime whether it was learnt. */
    learnt: boolean[];
    offsets: [string, number[]][];
  }[];
};

const CELLS = REGIMES.length * STRATA;
const LARGEST = 32_767;

/**
 * A model as bytes, 15 to 50 KB: weights as they are, usual changes as whole numbers of a 32767th of the largest.
 * What is read back is what forecasts are made with: `readModel(modelBytes(model))`.
 */
export function modelBytes(model: Model): Uint8Array<ArrayBuffer> {
  const arrays: (Float64Array | Int16Array)[] = [];
  const horizons = model.horizons.map(({ climatology, regimes, offsets, intervals }) => {
    const [target, current] = [quantised(climatology.target), quantised(climatology.current)];
    arrays.push(target.values, current.values, intervals.low, intervals.high);
    for (const learnt of regimes) {
      if (!learnt) continue;
      const { linear, instant, least, most } = learnt;
      arrays.push(Float64Array.of(least, most, linear.bias, instant.bias));
      arrays.push(linear.weights, instant.weights);
    }
    return {
      cellMinutes: climatology.cellMinutes,
      units: [target.unit, current.unit],
      learnt: regimes.map((learnt) => learnt !== undefined),
      offsets: [...offsets].map(([source, values]) => [source, [...values]]),
    };
  });
  const { linear } = model;
  if (linear) arrays.push(Float64Array.of(linear.bias), linear.weights);
  const { target, component } = model;
  const hasLinear = linear !== undefined;
  return pack({ target, layout: layoutOf(target), component, hasLinear, horizons }, arrays);
}

/**
 * Reads a model; `served` says which of its horizons are answered with.
 * @throws {UnreadableError}
 */
export function readModel(bytes: Uint8Array<ArrayBuffer>, served: readonly boolean[]): Model {
  const parts = unpack(bytes);
  const header = parts.header as Header;
  checkLayout(header);
  const { target, component, hasLinear, horizons } = header;
  const columns = sharedColumns(targetOf(target)).length + ownColumns(targetOf(target)).length;
  const some = instantColumns(targetOf(target)).length;
  const read = ({ cellMinutes, units, learnt, offsets }: Header["horizons"][number], h: number) => {
    const cells = (REGIMES.length * 1440) / cellMinutes;
    const usual = (unit: number) => Float64Array.from(parts.shorts(cells), (n) => n * unit);
    const climatology: Climatology = {
      cellMinutes,
      target: usual(units[0]),
      current: usual(units[1]),
    };
    const intervals = { low: parts.doubles(CELLS), high: parts.doubles(CELLS) };
    const regimes = learnt.map((isLearnt): RegimeModel | undefined => {
      if (!isLearnt) return undefined;
      const [least, most, bias, instantBias] = parts.doubles(4) as unknown as FourNumbers;
      const linear: Linear = { bias, weights: parts.doubles(columns) };
      return { linear, instant: { bias: instantBias, weights: parts.doubles(some) }, least, most };
    });
    const seconds = HORIZONS[h] as HorizonModel["seconds"];
    const isServed = served[h] ?? false;
    return { seconds, isServed, climatology, regimes, offsets: new Map(offsets), intervals };
  };
  const all = horizons.map(read);
  const linear = hasLinear
    ? { bias: parts.doubles(1)[0] as number, weights: parts.doubles(LINEAR_COLUMNS) }
    : undefined;
  return { target, component, horizons: all, linear };
}

type FourNumbers = [number, number, number, number];

function quantised(values: Float64Array): { unit: number; values: Int16Array } {
  const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const unit = most > 0 ? most / LARGEST : 1;
  return { unit, values: Int16Array.from(values, (value) => Math.round(value / unit)) };
}
