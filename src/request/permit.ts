import { type Access, accessText, allows, type Caller } from "../domain/access/scopes.ts";
import { Problem } from "../response/problem.ts";
import { keyRequired } from "./authenticate.ts";

/**
 * Admits a caller to an operation.
 * @throws {Problem} unauthorized, forbidden, or link_invalid for a link to something else than a download
 */
export function permit(caller: Caller, { path, access }: { path: string; access: Access }): void {
  if (!allows(caller, access)) throw caller.key === undefined ? keyRequired() : forbidden(access);
  if (caller.via === "link" && !isDownload(path)) throw linkElsewhere();
}

/** Operations that signed links can be made for. */
export const isDownload = (path: string): boolean => path.startsWith("/api/ess/download/");

export const forbidden = (access: Access): Problem =>
  new Problem("forbidden", {
    ko: `이 키에는 이 요청을 수행할 권한이 없습니다. 필요한 권한: ${accessText(access)}`,
    en: `This key does not permit the request. Required scope: ${accessText(access)}`,
  });

const linkElsewhere = (): Problem =>
  new Problem("link_invalid", {
    ko: "서명된 링크는 다운로드에만 사용할 수 있습니다",
    en: "Signed links can be used for downloads only",
  });
