import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../context.ts";
import { type Access, accessText, allows } from "../domain/access/scopes.ts";
import { Problem } from "../response/problem.ts";
import { keyRequired } from "./authenticate.ts";
import { limitCaller } from "./rate-limit.ts";

/** Lets pass who may ask for an operation, as often as they may. */
export function guard({
  path,
  access,
}: {
  path: string;
  access: Access;
}): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    c.set("route", path);
    if (!path.startsWith("/api/")) return next();
    const caller = c.get("caller");
    if (!allows(caller, access)) throw caller.key === undefined ? keyRequired() : forbidden(access);
    if (caller.via === "link" && !isDownload(path)) throw linkElsewhere();
    const isTransfer = isDownload(path) || c.req.query("no_page") !== undefined;
    const fields = await limitCaller(c, isTransfer);
    await next();
    for (const [name, value] of Object.entries(fields)) c.header(name, value);
  };
}

/** Operations that signed links can be made for. */
export const isDownload = (path: string): boolean => path.startsWith("/api/ess/download/");

export const forbidden = (access: Access): Problem =>
  new Problem("forbidden", {
    ko: `이 키에는 권한이 없습니다. 필요한 권한: ${accessText(access)}`,
    en: `This key may not do that; it lacks the scope ${accessText(access)}`,
  });

const linkElsewhere = (): Problem =>
  new Problem("link_invalid", {
    ko: "서명된 링크는 다운로드에만 쓸 수 있습니다",
    en: "Signed links are for downloads only",
  });
