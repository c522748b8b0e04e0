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
    ko: `사이트 ${id}은(는) 없습니다. 있는 사이트: ${ids}`,
    en: `There is no operating site ${id}; there are ${ids}`,
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
      ko: `사이트 ${site.id}에 뱅크 ${bankId}은(는) 없습니다. 있는 뱅크: ${ids}`,
      en: `Site ${site.id} has no bank ${bankId}; it has ${ids}`,
    });
  }
  if (rackId !== undefined && rackId > bank.racks) {
    throw new Problem("unknown_rack", {
      ko: `뱅크 ${bankId}의 랙은 1부터 ${bank.racks}까지입니다. 랙 ${rackId}은(는) 없습니다`,
      en: `Bank ${bankId} has racks 1 to ${bank.racks}; there is no rack ${rackId}`,
    });
  }
}
