import { type Caller, reaches } from "../domain/access/scopes.ts";
import { Problem } from "../response/problem.ts";
import { sites } from "../site/registry/registry.ts";
import type { Bank, Site } from "../site/site.ts";

/** The sites that a caller may see; to this caller the others do not exist. */
export const sitesOf = (caller: Caller): Site[] => sites.filter(({ id }) => reaches(caller, id));

/** @throws {Problem} unknown_site */
export function siteAt(seen: readonly Site[], id: number): Site {
  const site = seen.find((known) => known.id === id);
  if (site) return site;
  const ids = seen.map((known) => known.id).join(", ") || "–";
  throw new Problem("unknown_site", {
    ko: `존재하지 않는 사이트입니다: ${id}. 사용할 수 있는 사이트: ${ids}`,
    en: `There is no operating site ${id}. Available sites: ${ids}`,
  });
}

/** @throws {Problem} unknown_bank or unknown_rack */
export function checkPlace(
  site: Site,
  bankId: number | undefined,
  rackId: number | undefined,
): void {
  if (bankId === undefined) return;
  const bank: Bank | undefined = site.banks.find((known) => known.id === bankId);
  if (!bank) {
    const ids = site.banks.map((known) => known.id).join(", ");
    throw new Problem("unknown_bank", {
      ko: `사이트 ${site.id}에 없는 뱅크입니다: ${bankId}. 사용할 수 있는 뱅크: ${ids}`,
      en: `Site ${site.id} has no bank ${bankId}. Available banks: ${ids}`,
    });
  }
  if (rackId !== undefined && rackId > bank.racks) {
    throw new Problem("unknown_rack", {
      ko: `뱅크 ${bankId}에 없는 랙입니다: ${rackId}. 사용할 수 있는 랙: 1–${bank.racks}`,
      en: `Bank ${bankId} has no rack ${rackId}. Available racks: 1–${bank.racks}`,
    });
  }
}
