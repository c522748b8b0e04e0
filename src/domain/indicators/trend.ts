import { BAND_SIGMAS, type Forecast } from "./sarima.ts";
import { fitLine, type Line } from "./statistics.ts";

/** φ is kept below: nearer to 1 its variance would grow without bound. */
const MOST_AR = 0.98;

/** A line through y at t = 0 … n−1, and an AR(1) process in its residuals: r_t = φ·r_{t−1} + u. [P] */
export type TrendFit = Line & {
  count: number;
  /** φ, 0 to 0.98 */
  ar: number;
  /** σu: standard deviation of u, in the unit of y. */
  shockDeviation: number;
  /** s: standard deviation of the residuals, in the unit of y. */
  residualDeviation: number;
  lastResidual: number;
};

/** The model through at least four values. @param level whether the line is to be the mean of y instead */
export function fitTrend(y: readonly number[], level = false): TrendFit {
  const free = fitLine(y);
  const line = level
    ? { ...free, slope: 0, intercept: free.intercept + free.slope * free.meanT }
    : free;
  const residuals = y.map((value, t) => value - line.intercept - line.slope * t);
  const { ar, shocks, squares } = autoregression(residuals);
  const freedom = y.length - (level ? 1 : 2);
  return {
    ...line,
    count: y.length,
    ar,
    shockDeviation: Math.sqrt(shocks / (freedom - 1)),
    residualDeviation: Math.sqrt(squares / freedom),
    lastResidual: residuals.at(-1) ?? 0,
  };
}

/** φ = Σ r_t·r_{t−1} / Σ r²_{t−1}, and the sums of squares of the innovations and of r. */
function autoregression(residuals: readonly number[]) {
  const sum = (term: (value: number, before: number) => number) =>
    residuals.slice(1).reduce((all, value, t) => all + term(value, residuals[t] ?? 0), 0);
  const power = sum((_, before) => before ** 2);
  const free = power === 0 ? 0 : sum((value, before) => value * before) / power;
  const ar = Math.min(Math.max(free, 0), MOST_AR);
  return {
    ar,
    shocks: sum((value, before) => (value - ar * before) ** 2),
    squares: residuals.reduce((all, value) => all + value ** 2, 0),
  };
}

/**
 * Forecasts of the steps h = 1 … `days` after the last value, at x = n − 1 + h: a + b·x + φʰ·r_last, variance
 * σu²·(1 − φ²ʰ)/(1 − φ²) + s²·(1/n + (x − x̄)²/Sxx)·(1 + φ)/(1 − φ); a level has no term of the slope.
 */
export function forecastTrend(fit: TrendFit, days: number): Forecast[] {
  const { intercept, slope, meanT, spreadT, count, ar, lastResidual } = fit;
  return Array.from({ length: days }, (_, index) => {
    const steps = index + 1;
    const x = count - 1 + steps;
    const value = intercept + slope * x + ar ** steps * lastResidual;
    const shocks = (fit.shockDeviation ** 2 * (1 - ar ** (2 * steps))) / (1 - ar ** 2);
    const lever = slope === 0 ? 0 : (x - meanT) ** 2 / spreadT;
    const line = (fit.residualDeviation ** 2 * (1 / count + lever) * (1 + ar)) / (1 - ar);
    const half = BAND_SIGMAS * Math.sqrt(shocks + line);
    return { value, bottom: value - half, top: value + half };
  });
}
