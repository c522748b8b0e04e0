import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { deidentify } from "../../src/domain/deid/deidentify.ts";
import { findSite, sites } from "../../src/site/registry/registry.ts";
import { COMPONENTS, type Component, wireName } from "../../src/site/site.ts";

type Catalog = Record<string, Record<Component, { column: string }[]>>;

/** The catalog of the deployed databases; it is not part of the project, so it may be absent. */
const catalogFile = new URL("../../../shared/catalog.json", import.meta.url);
const hasCatalog = existsSync(catalogFile);
const skipped = hasCatalog ? "" : " (skipped: ../shared/catalog.json is absent)";

/** The rule of the original, written anew. */
function originalName(column: string, component: Component): string {
  const lower = column.toLowerCase();
  if (!/fault|warning|protection/.test(lower)) return lower;
  const digits = createHash("sha256").update(column, "utf8").digest("hex").slice(0, 8);
  return { bank: "bk_", rack: "rk_", pcs: "ps_", etc: "ec_" }[component] + digits;
}

const HASHED: Record<number, Record<Component, number>> = {
  1: { bank: 32, rack: 23, pcs: 43, etc: 0 },
  2: { bank: 25, rack: 25, pcs: 1, etc: 0 },
  3: { bank: 25, rack: 25, pcs: 7, etc: 0 },
};

async function plainNames(id: number, component: Component): Promise<string[]> {
  const site = findSite(id);
  if (!site) throw new Error(`no site ${id}`);
  return (await deidentify(site, { mode: "plain" })).components[component].map(wireName);
}

const tables = sites.flatMap(({ id }) => COMPONENTS.map((component) => ({ id, component })));

describe("plain mode", () => {
  it.each(tables)("names $component of site $id as the original did", async (table) => {
    const columns = findSite(table.id)?.components[table.component] ?? [];
    expect(await plainNames(table.id, table.component)).toEqual(
      columns.map(({ name }) => originalName(name, table.component)),
    );
  });

  it.each(tables)(
    "hashes as many columns of $component at site $id as the original",
    async (table) => {
      const names = await plainNames(table.id, table.component);
      const hashed = names.filter((name) => /^(bk|rk|ps|ec)_[0-9a-f]{8}$/.test(name));
      expect(hashed).toHaveLength(HASHED[table.id]?.[table.component] ?? Number.NaN);
    },
  );

  it.each([
    [2, "bank", "RACK_TEMPERATURE_IMBALANCE_WARNING", "bk_4c8fe553"],
    [2, "bank", "MASTER_RACK_COMMUNICATION_FAULT", "bk_98f5385f"],
    [1, "rack", "RACK_STATUS_FOR_FAULT", "rk_749125b0"],
    [1, "pcs", "PCS_PROTECTION_1_0", "ps_7c814580"],
    [2, "pcs", "ST_FAULT", "ps_056f5f87"],
  ] as const)("names %i %s %s as the original's own answer: %s", async (id, component, name, k) => {
    const at = findSite(id)?.components[component].findIndex((column) => column.name === name);
    expect((await plainNames(id, component))[at ?? -1]).toBe(k);
  });
});

describe.skipIf(!hasCatalog)(`plain mode against the shared catalog${skipped}`, () => {
  it("names all 531 columns as the original did, in its order", async () => {
    const catalog: Catalog = JSON.parse(readFileSync(catalogFile, "utf8"));
    let compared = 0;
    for (const { id, component } of tables) {
      const expected = catalog[id]?.[component].map(({ column }) =>
        originalName(column, component),
      );
      expect(await plainNames(id, component), `${component} of site ${id}`).toEqual(expected);
      compared += expected?.length ?? 0;
    }
    expect(compared).toBe(531);
  });
});
