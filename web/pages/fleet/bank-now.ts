/** The newest row of a bank, of which nothing is known where it has none. Power in kW, positive while charging. */
export type BankNow = {
  bank: number;
  at: number | undefined;
  soc: number | null;
  soh: number | null;
  power: number | null;
};

/** A figure of a site: of the banks that have it, and which have not. */
export type Figure = { value: number | null; without: number[] };

/** The sum or the mean of what is known; what is not is never made up. */
export function figureOf(
  banks: readonly BankNow[],
  name: "soc" | "soh" | "power",
  how: "sum" | "mean",
): Figure {
  const known = banks.flatMap((bank) => bank[name] ?? []);
  if (known.length === 0) return { value: null, without: [] };
  const sum = known.reduce((total, value) => total + value, 0);
  return {
    value: how === "sum" ? sum : sum / known.length,
    without: banks.filter((bank) => bank[name] === null).map(({ bank }) => bank),
  };
}
