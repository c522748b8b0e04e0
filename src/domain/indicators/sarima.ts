/*
 * SARIMAX(1,1,1)(0,1,[1,2])₁₂ without intercept, with fixed parameters: [S] model and parameters, chosen by
 * auto_arima on site 1 (oe:Analysis/SoX_Estimation/*.ipynb); [D] the recursion. B is the lag of one day:
 *   (1 − φB)(1 − B)(1 − B¹²) y = (1 + θB)(1 + Θ₁B¹² + Θ₂B²⁴) e,  e ~ N(0, σ²)
 * The state has one entry per lag. A step of a day shifts it by one and adds multiples of its first entry, so
 * that neither it nor its covariance ever needs a product of matrices.
 */

export type SarimaParameters = {
  /** φ, θ, Θ₁, Θ₂ */
  ar: number;
  ma: number;
  seasonalMa12: number;
  seasonalMa24: number;
  /** σ², (%)² of SoL. */
  variance: number;
};

export const PUBLISHED_PARAMETERS: SarimaParameters = {
  ar: 0.7832,
  ma: -0.9891,
  seasonalMa12: -1.0058,
  seasonalMa24: 0.1291,
  variance: 0.0093,
};

/** Entries of the state: the degree of the moving-average side and one. */
export const STATE_SIZE = 26;

/** Start of the covariance's diagonal: nothing is known of the state. */
const DIFFUSE = 1e6;

/** Two-sided 95 %. */
export const BAND_SIGMAS = 1.959964;

/** Forecast of one day with its 95 % limits. */
export type Forecast = { value: number; bottom: number; top: number };

export type SarimaFit = {
  /** What a step adds to entry i for each unit of entry 0: −c₁ … −c₁₄, then zeros. */
  feedback: Float64Array;
  /** d₀ … d₂₅ */
  noise: Float64Array;
  variance: number;
  /** State of the day after the last observation, and its covariance by rows. */
  state: Float64Array;
  covariance: Float64Array;
  /** Mean of v²/F* over the innovations after the first 26, F* = F/σ²; null of fewer. [P] */
  innovationVariance: number | null;
};

/** The state after all of `y`, one value per day. */
export function fitSarima(
  y: readonly number[],
  parameters: SarimaParameters = PUBLISHED_PARAMETERS,
): SarimaFit {
  const { ar, ma, seasonalMa12, seasonalMa24, variance } = parameters;
  const left = multiply(
    multiply(lags([0, 1], [1, -ar]), lags([0, 1], [1, -1])),
    lags([0, 12], [1, -1]),
  );
  const right = multiply(lags([0, 1], [1, ma]), lags([0, 12, 24], [1, seasonalMa12, seasonalMa24]));
  const feedback = Float64Array.from({ length: STATE_SIZE }, (_, i) => -(left[i + 1] ?? 0));
  const noise = Float64Array.from(right);
  const covariance = new Float64Array(STATE_SIZE ** 2);
  for (let i = 0; i < STATE_SIZE; i++) covariance[i * STATE_SIZE + i] = DIFFUSE;
  const state = new Float64Array(STATE_SIZE);
  const fit: SarimaFit = { feedback, noise, variance, state, covariance, innovationVariance: null };
  let [sum, count] = [0, 0];
  y.forEach((value, day) => {
    const [innovation, spread] = observe(fit, value);
    if (day >= STATE_SIZE) {
      sum += (innovation ** 2 * variance) / spread;
      count++;
    }
    step(fit);
  });
  if (count > 0) fit.innovationVariance = sum / count;
  return fit;
}

/** Forecasts of the days after the last observation. Does not change the fit. */
export function forecastSarima(fit: SarimaFit, days: number): Forecast[] {
  const at = { ...fit, state: fit.state.slice(), covariance: fit.covariance.slice() };
  return Array.from({ length: days }, () => {
    const value = at.state[0] ?? 0;
    const half = BAND_SIGMAS * Math.sqrt(Math.max(at.covariance[0] ?? 0, 0));
    step(at);
    return { value, bottom: value - half, top: value + half };
  });
}

type State = Pick<SarimaFit, "feedback" | "noise" | "variance" | "state" | "covariance">;

/** Takes an observation in: x += K·v, P −= K·P[0,:] with K = P[:,0]/F. @returns v and F */
function observe({ state, covariance }: State, value: number): [number, number] {
  const innovation = value - (state[0] ?? 0);
  const first = covariance.slice(0, STATE_SIZE);
  const spread = first[0] ?? 0;
  for (let i = 0; i < STATE_SIZE; i++) {
    const gain = (first[i] ?? 0) / spread;
    state[i] = (state[i] ?? 0) + gain * innovation;
    for (let j = 0; j < STATE_SIZE; j++) {
      covariance[i * STATE_SIZE + j] =
        (covariance[i * STATE_SIZE + j] ?? 0) - gain * (first[j] ?? 0);
    }
  }
  return [innovation, spread];
}

/**
 * A day on: xᵢ ← xᵢ₊₁ + kᵢ·x₀ and Pᵢⱼ ← Pᵢ₊₁,ⱼ₊₁ + kᵢ·P₀,ⱼ₊₁ + kⱼ·Pᵢ₊₁,₀ + kᵢ·kⱼ·P₀₀ + σ²·dᵢ·dⱼ, where k is
 * the feedback and what lies outside is 0.
 */
function step({ feedback, noise, variance, state, covariance }: State): void {
  const first = state[0] ?? 0;
  const row = covariance.slice(0, STATE_SIZE);
  const corner = row[0] ?? 0;
  // In place: row i is made from row i + 1, which is written after it.
  for (let i = 0; i < STATE_SIZE; i++) {
    const [own, next] = [feedback[i] ?? 0, row[i + 1] ?? 0];
    state[i] = (state[i + 1] ?? 0) + own * first;
    for (let j = i; j < STATE_SIZE; j++) {
      const shifted = j + 1 < STATE_SIZE ? (covariance[(i + 1) * STATE_SIZE + j + 1] ?? 0) : 0;
      const other = feedback[j] ?? 0;
      const value =
        shifted +
        own * (row[j + 1] ?? 0) +
        other * next +
        own * other * corner +
        variance * (noise[i] ?? 0) * (noise[j] ?? 0);
      covariance[i * STATE_SIZE + j] = value;
    }
  }
  for (let i = 0; i < STATE_SIZE; i++) {
    for (let j = 0; j < i; j++) {
      covariance[i * STATE_SIZE + j] = covariance[j * STATE_SIZE + i] ?? 0;
    }
  }
}

/** A polynomial in B from some of its coefficients. */
function lags(powers: readonly number[], coefficients: readonly number[]): number[] {
  const polynomial = Array<number>(Math.max(...powers) + 1).fill(0);
  powers.forEach((power, index) => {
    polynomial[power] = coefficients[index] ?? 0;
  });
  return polynomial;
}

function multiply(a: readonly number[], b: readonly number[]): number[] {
  const product = Array<number>(a.length + b.length - 1).fill(0);
  a.forEach((x, i) => {
    b.forEach((y, j) => {
      product[i + j] = (product[i + j] ?? 0) + x * y;
    });
  });
  return product;
}
