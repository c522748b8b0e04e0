import type { Env } from "../env.ts";

/** A page in a browser could lead its own name here: `AUTH=open` means this machine, by its own names. */
const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Whether everybody may do everything: a service on somebody's own machine, which counts no requests either. */
export const isOpen = (env: Env, url: URL): boolean =>
  env.AUTH === "open" && LOOPBACK.has(url.hostname);
