import type { Context } from "hono";
import * as z from "zod";
import type { AppEnv } from "../context.ts";
import { reaches } from "../domain/access/scopes.ts";
import { Problem } from "../response/problem.ts";
import { sites } from "../site/registry/registry.ts";
import { type Bank, COMPONENTS, MOST_INTEGER, type Site } from "../site/site.ts";
import { parameter, readWhole, readWord } from "./parameter.ts";

const id = (description: string) =>
  parameter(
    { description, example: 1, schema: { type: "integer", minimum: 1, maximum: MOST_INTEGER } },
    (text) => readWhole(text, 1, MOST_INTEGER, "1"),
  );

/** The path parameters by name. */
const pathParameters = {
  s: id("Operating site"),
  b: id("Bank of the site"),
  r: id("Rack of the bank"),
  id: parameter(
    { description: "Event", example: 1, schema: { type: "integer", minimum: 1 } },
    (text) => readWhole(text, 1, Number.MAX_SAFE_INTEGER, "1"),
  ),
  component: parameter(
    { description: "Component", example: "rack", schema: { type: "string", enum: COMPONENTS } },
    (text) => readWord(text, COMPONENTS),
  ),
};

type PathName = keyof typeof pathParameters;

const anyPath = z.strictObject(pathParameters).partial();

const pathSchemas = new Map<string, typeof anyPath>();

/** Schema of the parameters that a path such as `/operating-sites/{s}/banks/{b}/` names. */
export function pathSchema(path: string): typeof anyPath {
  const known = pathSchemas.get(path);
  if (known) return known;
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as PathName);
  // All of them are there in a request that was routed by the path; the type says so of none.
  const schema = z.strictObject(
    Object.fromEntries(names.map((name) => [name, pathParameters[name]])),
  ) as unknown as typeof anyPath;
  pathSchemas.set(path, schema);
  return schema;
}

/** The sites that the caller may see; for everybody else the others are not there. */
export const sitesOf = (c: Context<AppEnv>): Site[] =>
  sites.filter(({ id }) => reaches(c.get("caller"), id));

/** @throws {Problem} unknown_site */
export function siteAt(c: Context<AppEnv>, id: number): Site {
  const seen = sitesOf(c);
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
