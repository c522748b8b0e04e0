import type { Env } from "../env.ts";

/** `AUTH=open` means this machine, by its own names: a web page could point a name of its own at 127.0.0.1. */
const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * Whether every request is answered without a key: a service on its owner's machine, which does not count requests
 * either. The Host header must agree with the URL, because a local proxy may have rewritten the URL.
 */
export const isOpen = (env: Env, url: URL, headers: Headers): boolean =>
  env.AUTH === "open" &&
  LOOPBACK.has(url.hostname) &&
  LOOPBACK.has(hostname(headers.get("host") ?? ""));

function hostname(host: string): string {
  const url = `http://${host}`;
  return URL.canParse(url) ? new URL(url).hostname : "";
}
