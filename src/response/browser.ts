import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import type { secureHeaders } from "hono/secure-headers";
import { readEnv } from "../env.ts";
import type { AppEnv } from "./context.ts";

/** Answers of the API are data: nothing of them may run, be framed or be read by another site unasked. */
export const SECURITY_HEADERS: Parameters<typeof secureHeaders>[0] = {
  contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  referrerPolicy: "no-referrer",
  xFrameOptions: "DENY",
};

const allow = cors({
  origin: (origin, c) => {
    const { ALLOWED_ORIGINS } = readEnv(c.env);
    return ALLOWED_ORIGINS.includes("*") || ALLOWED_ORIGINS.includes(origin) ? origin : undefined;
  },
  allowMethods: ["GET", "HEAD", "POST", "PUT", "DELETE"],
  // biome-ignore format: one name a line reads worse
  allowHeaders: ["authorization", "x-api-key", "content-type", "content-encoding", "idempotency-key", "if-none-match", "last-event-id", "accept-language"],
  // biome-ignore format: one name a line reads worse
  exposeHeaders: ["content-disposition", "content-language", "ess-rows", "ess-columns", "ess-count", "ess-bucket-width", "ess-method", "etag", "idempotency-replayed", "link", "ratelimit", "ratelimit-policy", "retry-after", "www-authenticate", "x-request-id"],
  maxAge: 600,
});

/** Lets pages of the allowed origins call the API; without any, browsers keep to this origin. */
export const crossOrigin: MiddlewareHandler<AppEnv> = (c, next) =>
  readEnv(c.env).ALLOWED_ORIGINS.length === 0 ? next() : allow(c, next);
