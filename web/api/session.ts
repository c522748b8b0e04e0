/** The API key of this tab is kept in session storage, never in a URL. */
const NAME = "ess-edge.key";

let key = sessionStorage.getItem(NAME) ?? undefined;
let isRefused = false;
const listeners = new Set<() => void>();

export const currentKey = (): string | undefined => key;

/** Whether the service has rejected the current key. */
export const isKeyRefused = (): boolean => isRefused;

/** Signs in with a key; signs out without one. */
export function setKey(next: string | undefined): void {
  key = next;
  isRefused = false;
  if (next === undefined) sessionStorage.removeItem(NAME);
  else sessionStorage.setItem(NAME, next);
  for (const listener of listeners) listener();
}

/** Called on 401 for `key`. Ignored if another key was set meanwhile. */
export function refuseKey(refused: string): void {
  if (refused !== key || isRefused) return;
  isRefused = true;
  for (const listener of listeners) listener();
}

/** Notifies about a changed, removed or rejected key. */
export function onKeyChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
