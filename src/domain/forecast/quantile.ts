/** A quantile of sorted values, interpolated between two of them; NaN if there are none. */
export function quantileOf(sorted: ArrayLike<number>, part: number): number {
  const at = part * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(at)] as number, sorted[Math.ceil(at)] as number];
  return below + (above - below) * (at - Math.floor(at));
}
