import type { Context } from "hono";
import { readEnv } from "../env.ts";
import type { AppEnv } from "./app-env.ts";

/** The address of the request as its links show it: with `PUBLIC_ORIGIN` where that is set, otherwise with its Host. */
export function publicUrl(c: Context<AppEnv>): URL {
  const { pathname, search, origin } = new URL(c.req.url);
  const url = new URL(readEnv(c.env).PUBLIC_ORIGIN ?? origin);
  url.pathname = pathname;
  url.search = search;
  return url;
}
