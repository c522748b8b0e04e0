export type SimulateOptions = {
  /** Epoch ms of the first local midnight. */
  from: number;
  days: number;
  stepSeconds: number;
  seed: number;
  /** How many days of ageing have already passed; 0 unless told. */
  startDay?: number;
  /** Whether the labelled anomalies are put in; true unless told. */
  anomalies?: boolean;
};

/** Refuses options that would give an endless or empty walk. */
export const checkOptions = (options: SimulateOptions): void => {
  const { from, days, stepSeconds, startDay = 0 } = options;
  if (!Number.isFinite(from)) throw new RangeError(`from is not a time: ${from}`);
  if (!Number.isInteger(days) || days < 0) throw new RangeError(`days is not a count: ${days}`);
  if (!Number.isInteger(stepSeconds) || stepSeconds < 1) {
    throw new RangeError(`stepSeconds is not a whole number from 1: ${stepSeconds}`);
  }
  if (!(startDay >= 0)) throw new RangeError(`startDay is negative: ${startDay}`);
};
