/** Other cases in each run; a test prints the seed, and `SEED=…` repeats the run. */
export const seedOfThisRun = (): number =>
  Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
