/** The cache of the nearest data centre, which all isolates there share; a runtime without caches has none. */
export const edgeCache = (): Cache | undefined =>
  typeof caches === "undefined" ? undefined : caches.default;
