import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  deidentify,
  IdentifierCollision,
  refuseCollisions,
} from "../../src/domain/deid/deidentify.ts";
import { keyedPolicy } from "../../src/domain/deid/policy.ts";
import { isSensitive } from "../../src/domain/deid/rule.ts";
import { sites } from "../../src/site/registry/registry.ts";
import { COMPONENTS, type Column, type Site, wireName } from "../../src/site/site.ts";
import { correlation } from "../support/correlation.ts";

const KEY = "a key of the tests, 32 bytes long";
const first = sites[0] as Site;
const tables = sites.flatMap((site) =>
  COMPONENTS.map((component) => ({ id: site.id, site, component })),
);

const treat = async (site: Site, key = KEY, version = "1") =>
  (await deidentify(site, await keyedPolicy(key, version))).components;

/** Identifiers by `site/component/column`. */
async function identifiers(key = KEY, version = "1"): Promise<Map<string, string>> {
  const all = await Promise.all(
    tables.map(async ({ site, component }) =>
      (await treat(site, key, version))[component]
        .filter(({ wire }) => wire !== undefined)
        .map((c): [string, string] => [`${site.id}/${component}/${c.name}`, wireName(c)]),
    ),
  );
  return new Map(all.flat());
}

describe.each(tables)("$component of site $id with a key", ({ site, component }) => {
  it("has an identifier of 16 digits for each sensitive column and for no other", async () => {
    const prefix = { bank: "bk", rack: "rk", pcs: "ps", etc: "ec" }[component];
    for (const column of (await treat(site))[component]) {
      const original = site.components[component].find(({ name }) => name === column.name);
      if (!original) throw new Error(`${column.name} has come in`);
      if (isSensitive(original, { site, component }, "keyed")) {
        expect(wireName(column)).toMatch(new RegExp(`^${prefix}_[0-9a-f]{16}$`));
      } else {
        expect(column).toBe(original);
      }
    }
  });

  it("keeps the columns that are not sensitive first and in order, and sorts the identifiers", async () => {
    const columns = (await treat(site))[component];
    const shown = columns.filter(({ wire }) => wire === undefined);
    const hidden = columns.filter(({ wire }) => wire !== undefined);
    expect(columns).toEqual([...shown, ...hidden]);
    expect(shown).toEqual(site.components[component].filter((column) => shown.includes(column)));
    expect(hidden.map(wireName)).toEqual(hidden.map(wireName).toSorted());
    expect(columns.map(({ name }) => name).toSorted()).toEqual(
      site.components[component].map(({ name }) => name).toSorted(),
    );
  });

  it("leaves of a hidden column neither description nor unit", async () => {
    const hidden = (await treat(site))[component].filter(({ wire }) => wire !== undefined);
    for (const { unit, description } of hidden) {
      expect(unit).toBeUndefined();
      expect(description.en).toBe("De-identified column");
    }
  });
});

it("makes the first 16 digits of HMAC-SHA-256 of version, site, component and name", async () => {
  const input = JSON.stringify(["7", 2, "bank", "EMERGENCY_STATUS"]);
  const digest = createHmac("sha256", KEY).update(input).digest("hex");
  expect((await identifiers(KEY, "7")).get("2/bank/EMERGENCY_STATUS")).toBe(
    `bk_${digest.slice(0, 16)}`,
  );
});

it("gives no two columns of any site or component one identifier", async () => {
  const made = await identifiers();
  expect(made.size).toBe(32 + 23 + 61 + 31 + 25 + 21 + 31 + 25 + 32);
  expect(new Set([...made.values()].map((name) => name.slice(3))).size).toBe(made.size);
});

it("shares no identifier between two keys or two versions, and all of them otherwise", async () => {
  const made = [...(await identifiers()).values()];
  for (const other of [await identifiers(`${KEY}.`), await identifiers(KEY, "2")]) {
    expect(made.filter((name) => [...other.values()].includes(name))).toEqual([]);
  }
  expect([...(await identifiers()).values()]).toEqual(made);
});

it("takes no part of the input for another one, whatever the version holds", async () => {
  const version = '1",1,"bank';
  const odd = await identifiers(KEY, version);
  const usual = new Set((await identifiers()).values());
  expect([...odd.values()].filter((name) => usual.has(name))).toEqual([]);
});

it("gives each object a key of its own for the names inside, and none to other columns", async () => {
  const objects = (
    await Promise.all(
      tables.map(async ({ site, component }) =>
        (await treat(site))[component].filter(({ innerKey }) => innerKey !== undefined),
      ),
    )
  ).flat();
  expect(objects.map(({ name }) => name).toSorted()).toEqual([
    "MASTER_RACK_COMMUNICATION_FAULT",
    "MASTER_RACK_COMMUNICATION_FAULT",
    "RACK_MODULE_FAULT",
    "RACK_MODULE_FAULT",
  ]);
  expect(new Set(objects.map(({ innerKey }) => innerKey)).size).toBe(4);
  expect(objects.every(({ type, innerKey }) => type === "text" && innerKey?.length === 64)).toBe(
    true,
  );
});

it("makes a site once for a policy", async () => {
  const policy = await keyedPolicy(KEY, "1");
  expect(await deidentify(first, policy)).toBe(await deidentify(first, policy));
});

it("refuses two columns of one name without saying which they are", () => {
  const description = { ko: "", en: "" };
  const column = (name: string, wire?: string): Column => ({
    name,
    type: "integer",
    description,
    wire,
  });
  expect(() =>
    refuseCollisions([column("A_FAULT", "bk_1"), column("B_FAULT", "bk_2")]),
  ).not.toThrow();
  const twice = [column("A_FAULT", "bk_1"), column("B_FAULT", "bk_1")];
  expect(() => refuseCollisions(twice)).toThrow(IdentifierCollision);
  expect(() => refuseCollisions(twice)).not.toThrow(/FAULT|bk_1/);
  expect(() => refuseCollisions([column("BK_1"), column("A_FAULT", "bk_1")])).toThrow(
    IdentifierCollision,
  );
});

it("orders the identifiers anew for every version, in no relation to the catalog's order", async () => {
  const names = (await treat(first)).pcs.filter(({ wire }) => wire).map(({ name }) => name);
  const catalog = first.components.pcs
    .map(({ name }) => name)
    .filter((name) => names.includes(name));
  const versions = 300;
  let [sum, sumOfNeighbours] = [0, 0];
  let last = names;
  for (let version = 1; version <= versions; version++) {
    const columns = (await treat(first, KEY, `v${version}`)).pcs;
    const order = columns.filter(({ wire }) => wire).map(({ name }) => name);
    sum += correlation(order, catalog);
    sumOfNeighbours += correlation(order, last);
    last = order;
  }
  // The mean of so many orders at random strays by 1 / √(300 · 60) = 0.0075.
  expect(Math.abs(sum / versions)).toBeLessThan(0.03);
  expect(Math.abs(sumOfNeighbours / versions)).toBeLessThan(0.03);
});
