/** Classes of safety from safe to dangerous, as the answers spell them. [S: web:index.js] */
export const CLASSES = ["Negligible", "Marginal", "Neutral", "Critical", "Catastrophic"] as const;
export type Class = (typeof CLASSES)[number];

/** Degrees of membership, 0–1, one per class in the order of `CLASSES`. */
export type Degrees = readonly [number, number, number, number, number];

/** Values at which each class has degree 1, in the order of `CLASSES`: all rising or all falling. */
export type Anchors = Degrees;

/**
 * Anchors between release R and protection P by way of the warning W: R, (R+W)/2, W, (W+P)/2, P. [P: the
 * limits of the protection map under the common Ruspini partition]
 */
export const anchorsOf = (limits: {
  release: number;
  warning: number;
  protection: number;
}): Anchors => {
  const { release, warning, protection } = limits;
  return [release, (release + warning) / 2, warning, (warning + protection) / 2, protection];
};

/**
 * Degrees of a value: between two anchors their classes share 1, outside the first or last has it all, so that
 * the sum is 1 everywhere.
 */
export function degreesOf(value: number, anchors: Anchors): Degrees {
  const degrees: [number, number, number, number, number] = [0, 0, 0, 0, 0];
  const sign = anchors[4] > anchors[0] ? 1 : -1;
  // The first class whose anchor the value has not passed.
  const next = anchors.findIndex((anchor) => sign * (value - anchor) <= 0);
  if (next === 0) degrees[0] = 1;
  else if (next === -1) degrees[4] = 1;
  else {
    const [from, to] = [anchors[next - 1] ?? 0, anchors[next] ?? 0];
    const share = (value - from) / (to - from);
    degrees[next - 1] = 1 - share;
    degrees[next] = share;
  }
  return degrees;
}

const mapDegrees = (degree: (index: number) => number): Degrees => [
  degree(0),
  degree(1),
  degree(2),
  degree(3),
  degree(4),
];

/** OR: the larger degree of each class. [S] */
export const either = (a: Degrees, b: Degrees): Degrees =>
  mapDegrees((index) => Math.max(a[index] ?? 0, b[index] ?? 0));

/**
 * 25 rules "the class is the more dangerous of the two": strength of a rule the smaller degree, degree of a
 * class the strongest of its rules. [P: under OR a normal temperature hides a catastrophic voltage]
 */
export function worse(a: Degrees, b: Degrees): Degrees {
  const upTo = (degrees: Degrees, index: number) => Math.max(...degrees.slice(0, index + 1));
  return mapDegrees((index) =>
    Math.max(Math.min(a[index] ?? 0, upTo(b, index)), Math.min(b[index] ?? 0, upTo(a, index))),
  );
}

/** Area under a figure and its moment about 0. */
export type Figure = { area: number; moment: number };

/**
 * The output figure of the degrees: triangles of half-base 0.25 with their peaks at 1 (Negligible), 0.75, … 0
 * (Catastrophic), each cut off at its degree [S: web:index.js], summed exactly over each quarter of [0, 1].
 */
export function outputFigure(degrees: Degrees): { quarters: Figure[]; centroid: number | null } {
  const quarters = [0, 1, 2, 3].map((quarter) =>
    quarterFigure(quarter, degrees[4 - quarter] ?? 0, degrees[3 - quarter] ?? 0),
  );
  const area = quarters.reduce((sum, figure) => sum + figure.area, 0);
  const moment = quarters.reduce((sum, figure) => sum + figure.moment, 0);
  return { quarters, centroid: area === 0 ? null : moment / area };
}

/** Centre of gravity of the output figure: 1/12 (all Catastrophic) to 11/12 (all Negligible); null of none. */
export const centroidOf = (degrees: Degrees): number | null => outputFigure(degrees).centroid;

/** One quarter, between the peaks of a class of degree `left` and one of degree `right`. */
function quarterFigure(quarter: number, left: number, right: number): Figure {
  const height = (t: number) => Math.max(Math.min(1 - t, left), Math.min(t, right));
  const breaks = [0, 0.5, 1, 1 - left, right, left, 1 - right].sort((a, b) => a - b);
  let [area, moment] = [0, 0];
  for (let i = 1; i < breaks.length; i++) {
    const [t0, t1] = [breaks[i - 1] ?? 0, breaks[i] ?? 0];
    const [x0, x1] = [0.25 * (quarter + t0), 0.25 * (quarter + t1)];
    const [y0, y1] = [height(t0), height(t1)];
    area += ((x1 - x0) * (y0 + y1)) / 2;
    moment += ((x1 - x0) / 6) * (x0 * (2 * y0 + y1) + x1 * (y0 + 2 * y1));
  }
  return { area, moment };
}
