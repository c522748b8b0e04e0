/** Unit of a quantity that safety is judged by. */
export const unitOf = (quantity: string): string =>
  quantity.includes("voltage") ? "V" : quantity.includes("current") ? "A" : "degC";
