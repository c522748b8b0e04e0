/** Resolutions of the meters; adding 0 turns -0 into 0. */
export const round = (value: number): number => Math.round(value) + 0;
export const round1 = (value: number): number => Math.round(value * 10) / 10 + 0;
export const round2 = (value: number): number => Math.round(value * 100) / 100 + 0;
export const round3 = (value: number): number => Math.round(value * 1000) / 1000 + 0;

/** A condition as a status bit. */
export const bit = (condition: boolean): number => (condition ? 1 : 0);
