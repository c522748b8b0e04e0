/** The cache of the nearest data centre, shared by its isolates; undefined in a runtime without caches. */
export const edgeCache = (): Cache | undefined =>
  typeof caches === "undefined" ? undefined : caches.default;
