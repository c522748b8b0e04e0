const days = (count: number, value: (t: number) => number): number[] =>
  Array.from({ length: count }, (_, t) => value(t));

const staircase = (slope: number) => (t: number) =>
  5 * (Math.round((95.7 - slope * t) * 10) / 10 - 80);

/** Synthetic SoL in %: A, a line with a season of 12 days; B and C, the staircases of a SoH in steps of 0.1 %. */
export const SMOOTH = days(60, (t) => 78.5 - 0.02 * t + (0.03 * ((t % 12) - 5.5)) / 5.5);
export const STAIR = days(120, staircase(0.004));
export const STAIR_OF_273 = days(273, staircase(0.0039));
