/** The API key that this tab was signed in with. It is in the tab's session storage, never in an address. */
const NAME = "ess-edge.key";

let key = sessionStorage.getItem(NAME) ?? undefined;
let isRefused = false;
const listeners = new Set<() => void>();

export const currentKey = (): string | undefined => key;

/** Whether the service has said that the key is valid no longer. */
export const isKeyRefused = (): boolean => isRefused;

/** Signs in with a key, or out with none. */
export function setKey(next: string | undefined): void {
  key = next;
  isRefused = false;
  if (next === undefined) sessionStorage.removeItem(NAME);
  else sessionStorage.setItem(NAME, next);
  for (const listener of listeners) listener();
}

/** The service has refused a key: it was revoked or has expired, unless another has come in its place meanwhile. */
export function refuseKey(refused: string): void {
  if (refused !== key || isRefused) return;
  isRefused = true;
  for (const listener of listeners) listener();
}

/** Tells of another key, of none, and of the refusal of this one. */
export function onKeyChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
