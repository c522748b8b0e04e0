/** Latest values of a bank, null if unknown. Power in kW, positive while charging. */
export type BankNow = {
  bank: number;
  at: number | undefined;
  soc: number | null;
  soh: number | null;
  power: number | null;
};

/** A figure over the banks of a site. `without`: banks with no value. */
export type Figure = { value: number | null; without: number[] };

/** Sum or mean of the known values. */
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
