/** Spearman's rank correlation of two orders of the same things. */
export function correlation(a: readonly string[], b: readonly string[]): number {
  const sum = a.reduce((total, item, i) => total + (i - b.indexOf(item)) ** 2, 0);
  return 1 - (6 * sum) / (a.length * (a.length ** 2 - 1));
}
