import type { Inputs } from "./series.ts";

/**
 * The columns of the original's linear regression that a series has: hour, minute, day of the month, voltage,
 * current, SoC and the target itself. [S: oe:Analysis/Predictions]
 */
export function fillLinear(
  columns: readonly Float64Array[],
  { minutes, voltage, current, soc, target }: Inputs,
  origins: readonly number[],
  dayOfMonth: number,
): void {
  const values = [
    (k: number) => Math.floor((minutes[k] as number) / 60),
    (k: number) => (minutes[k] as number) % 60,
    () => dayOfMonth,
    (k: number) => voltage[k] as number,
    (k: number) => current[k] as number,
    (k: number) => soc[k] as number,
    (k: number) => target[k] as number,
  ];
  values.forEach((of, j) => {
    const column = columns[j] as Float64Array;
    origins.forEach((k, row) => {
      column[row] = of(k);
    });
  });
}
