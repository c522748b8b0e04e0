/** Unit of an input of SoS. */
export const unitOf = (quantity: string): string =>
  quantity.includes("voltage") ? "V" : quantity.includes("current") ? "A" : "degC";
