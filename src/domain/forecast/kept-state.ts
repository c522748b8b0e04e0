import { Matrix } from "ml-matrix";
import { pack, unpack } from "./bytes.ts";
import { checkLayout, layoutOf } from "./layout.ts";
import type { Moments } from "./moments.ts";
import { REGIMES } from "./regime.ts";
import { BINS } from "./residuals.ts";
import { emptyState, type State } from "./state.ts";
import { STRATA } from "./strata.ts";
import type { TargetName } from "./targets.ts";

type Header = {
  target: TargetName;
  layout: string;
  days: number;
  linearRows: number;
  horizons: { rows: number[]; changes: number; sources: string[]; widening: number }[];
};

/** A state as bytes, half a megabyte to one: nothing of it is rounded. */
export function stateBytes(state: State): Uint8Array<ArrayBuffer> {
  const arrays: Float64Array[] = [];
  const horizons = state.horizons.map((horizon) => {
    const { moments, climatology, changes, offsets, residuals, widening } = horizon;
    arrays.push(...moments.map(upperHalf));
    arrays.push(climatology.days, climatology.target, climatology.current);
    arrays.push(...changes, ...offsets.values(), residuals);
    const rows = moments.map((one) => one.rows);
    return { rows, changes: changes.length, sources: [...offsets.keys()], widening };
  });
  arrays.push(upperHalf(state.linear));
  const { target, days, linear } = state;
  const header = { target, layout: layoutOf(target), days, linearRows: linear.rows, horizons };
  return pack(header, arrays);
}

/** @throws {UnreadableError} */
export function readState(bytes: Uint8Array<ArrayBuffer>): State {
  const { header: given, doubles } = unpack(bytes);
  const header = given as Header;
  checkLayout(header);
  const { target, days, linearRows, horizons } = header;
  const state = emptyState(target);
  state.days = days;
  state.horizons.forEach((horizon, h) => {
    const own = horizons[h] as Header["horizons"][number];
    const { moments, climatology } = horizon;
    horizon.moments = moments.map(({ sums }, regime) =>
      momentsFrom(doubles(halfOf(sums.rows)), sums.rows, own.rows[regime] as number),
    );
    for (const name of ["days", "target", "current"] as const) {
      climatology[name] = doubles(climatology[name].length).slice();
    }
    const pair = () => doubles(2 * REGIMES.length).slice();
    horizon.changes = Array.from({ length: own.changes }, pair);
    horizon.offsets = new Map(own.sources.map((source) => [source, pair()]));
    horizon.residuals = doubles(REGIMES.length * STRATA * BINS).slice();
    horizon.widening = own.widening;
  });
  const { rows } = state.linear.sums;
  state.linear = momentsFrom(doubles(halfOf(rows)), rows, linearRows);
  return state;
}

const halfOf = (size: number): number => (size * (size + 1)) / 2;

function upperHalf({ sums }: Moments): Float64Array {
  const values = new Float64Array(halfOf(sums.rows));
  let at = 0;
  for (let i = 0; i < sums.rows; i++) {
    for (let j = i; j < sums.rows; j++) values[at++] = sums.get(i, j);
  }
  return values;
}

function momentsFrom(values: Float64Array, size: number, rows: number): Moments {
  const sums = Matrix.zeros(size, size);
  let at = 0;
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++) {
      sums.set(i, j, values[at++] as number);
      sums.set(j, i, sums.get(i, j));
    }
  }
  return { rows, sums };
}
