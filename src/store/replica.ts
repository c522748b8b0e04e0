/** How long the primary is read in place of a replica that did not answer. */
const AWAY_MS = 10_000;

/** Until when replicas are avoided, by connection string. */
const away = new Map<string, number>();

export const avoidReplica = (url: string): void => void away.set(url, Date.now() + AWAY_MS);

export const isAvoided = (url: string): boolean => (away.get(url) ?? 0) > Date.now();
