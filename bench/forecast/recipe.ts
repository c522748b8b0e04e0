import { originsOf, type SourceDay } from "../../src/domain/forecast/learn.ts";
import { addMoments, emptyMoments, momentsOf } from "../../src/domain/forecast/moments.ts";
import { fitRidge, type Linear } from "../../src/domain/forecast/ridge.ts";
import { type Day, sourceDay } from "../../test/support/forecast-days.ts";

/*
 * The original's linear regression, re-run: least squares of the value in ten minutes on the columns of its recipe
 * that the files have. [S: oe:Analysis/Predictions]
 */

const STEPS_AHEAD = 60;
const COLUMNS = ["hour", "minute", "day", "voltage", "current", "soc", "T", "G"] as const;

type Row = (column: (typeof COLUMNS)[number], k: number) => number;

function rowsOf(day: Day): Row {
  return (column, k) => {
    const seconds = k * 10 + 9;
    switch (column) {
      case "hour":
        return Math.floor(seconds / 3600);
      case "minute":
        return Math.floor(seconds / 60) % 60;
      case "day":
        return Number(day.name.slice(-2));
      case "T":
      case "G":
        return day.targets[column]?.[k] as number;
      default:
        return day[column][k] as number;
    }
  };
}

export function fitRecipe(days: readonly Day[], target: string): Linear {
  const moments = emptyMoments(COLUMNS.length);
  for (const day of days) {
    const of = rowsOf(day);
    const origins = allOrigins(sourceDay(day, target));
    const column = (value: (k: number) => number) => Float64Array.from(origins, value);
    const z = [
      column(() => 1),
      ...COLUMNS.map((name) => column((k) => of(name, k))),
      column((k) => day.targets[target]?.[k + STEPS_AHEAD] as number),
    ];
    const ones = column(() => 1);
    addMoments(moments, momentsOf(z, ones, origins.length));
  }
  const fit = fitRidge(moments, 1e-9);
  if (!fit) throw new Error("the recipe cannot be fitted");
  return fit;
}

/** Mean absolute error on a day. */
export function errorOfRecipe({ bias, weights }: Linear, day: Day, target: string): number {
  const of = rowsOf(day);
  const origins = allOrigins(sourceDay(day, target));
  let sum = 0;
  for (const k of origins) {
    const value = COLUMNS.reduce((v, name, j) => v + (weights[j] as number) * of(name, k), bias);
    sum += Math.abs(value - (day.targets[target]?.[k + STEPS_AHEAD] as number));
  }
  return sum / origins.length;
}

const allOrigins = (day: SourceDay) =>
  originsOf(day, 10 * STEPS_AHEAD, { stride: 10, withInstant: true });
