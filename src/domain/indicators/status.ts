/** 0 charge, 1 discharge, 2 rest: the codes of the answers. [S: web:index.js] */
export const STATUSES = { charge: 0, discharge: 1, rest: 2 } as const;
export type Status = (typeof STATUSES)[keyof typeof STATUSES];

/** A rack rests up to this current; of its capacity about 0.01 C. [P] */
export const REST_CURRENT_A = 2;

/**
 * Status by the current of a rack (of a bank: divided by its racks), + = charge. [P] The status flags are not
 * used: the two codings known for site 1 contradict each other.
 */
export function statusOf(rackCurrentA: number): Status {
  if (Math.abs(rackCurrentA) <= REST_CURRENT_A) return STATUSES.rest;
  return rackCurrentA > 0 ? STATUSES.charge : STATUSES.discharge;
}

/** How many samples had each status, in the order of the codes. */
export type StatusCounts = [charge: number, discharge: number, rest: number];

/** The status of most samples; of equals the first: charge, discharge, rest. [P] */
export function majority(counts: StatusCounts): Status {
  const [charge, discharge, rest] = counts;
  if (charge >= discharge && charge >= rest) return STATUSES.charge;
  return discharge >= rest ? STATUSES.discharge : STATUSES.rest;
}
