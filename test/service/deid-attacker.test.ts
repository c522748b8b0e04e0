import { createHash, createHmac } from "node:crypto";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openApiDocument } from "../../dev/build/openapi.ts";
import { withClient } from "../../dev/database/migrate.ts";
import type { Runtime } from "../../dev/runtime/workerd.ts";
import { isSensitive } from "../../src/domain/deid/rule.ts";
import { sites } from "../../src/site/registry/registry.ts";
import { COMPONENTS, type Component, type Site } from "../../src/site/site.ts";
import { correlation } from "../support/correlation.ts";
import type { ProblemBody, Row } from "../support/http.ts";
import { createDatabase } from "../support/world.ts";
import { jsonAt, mappingOf, startKeyed } from "./support/deid.ts";
import { answerOf } from "./support/lists.ts";

/*
 * Somebody who has everything but the key: the source with all names and orders, the OpenAPI document, the
 * errors, the plain answers for the same rows. The mapping route is used here only to see whether a guess hit.
 */

const RANGE = "date=2026-01-05";
const TABLES = sites.flatMap((site) =>
  COMPONENTS.filter((component) => component !== "etc").map((component) => ({
    site,
    component,
    name: `${component} of site ${site.id}`,
    hidden: site.components[component]
      .filter((column) => isSensitive(column, { site, component }, "keyed"))
      .map((column) => column.name),
  })),
);

let keyed: Runtime;
let next: Runtime;
let foreign: Runtime;
let broken: Awaited<ReturnType<typeof createDatabase>>;
beforeAll(async () => {
  broken = await createDatabase();
  keyed = await startKeyed();
  next = await startKeyed({ DEID_VERSION: "2" });
  foreign = await startKeyed({
    DEID_KEY: "another key of 32 bytes and more.",
    SITE_2_DATABASE_URL: broken.url,
    SITE_3_DATABASE_URL: `${inject("server")}nowhere`,
  });
});
afterAll(async () => {
  for (const worker of [keyed, next, foreign]) await worker?.stop();
  await broken?.drop();
});

const file = (site: Site, component: Component) =>
  `/api/ess/download/di/operating-sites/${site.id}/${component}/?${RANGE}`;

async function namesAt(base: string, site: Site, component: Component): Promise<string[]> {
  const { response } = await answerOf(base + file(site, component), { method: "HEAD" });
  return (response.headers.get("ess-columns") ?? "").split(",");
}

const identifiersAt = async (base: string, site: Site, component: Component) =>
  (await namesAt(base, site, component)).filter((name) => /^(bk|rk|ps|ec)_/.test(name));

/** Columns behind the identifiers, in the order of the answers. */
async function truth(base: string, site: Site, component: Component): Promise<string[]> {
  const mapping = await mappingOf(base, site.id, component);
  return mapping.filter(({ sensitive }) => sensitive).map(({ column }) => column);
}

test.for(TABLES)("no hash of public words gives an identifier of $name", async (table) => {
  const { site, component, hidden } = table;
  const found = new Set(
    (await identifiersAt(keyed.url, site, component)).map((name) => name.slice(3, 11)),
  );
  expect(found.size).toBe(hidden.length);
  const guesses = [
    "",
    "1",
    "secret",
    "password",
    "changeme",
    "ess-edge",
    "DEID_KEY",
    "0".repeat(32),
  ];
  for (const column of hidden) {
    for (const name of [column, column.toLowerCase()]) {
      const parts = ["1", site.id, component, name];
      const inputs = [
        name,
        JSON.stringify(parts),
        ...["|", ":", "/", "\n", "\0", ""].map((by) => parts.join(by)),
      ];
      for (const input of inputs) {
        const digests = [
          createHash("sha256").update(input).digest("hex"),
          ...guesses.map((key) => createHmac("sha256", key).update(input).digest("hex")),
        ];
        for (const digest of digests) expect(found.has(digest.slice(0, 8)), input).toBe(false);
      }
    }
  }
});

test.for(TABLES)(
  "the order of $name tells nothing, nor does that of another release",
  async (table) => {
    const { site, component, hidden } = table;
    const [one, two] = [
      await truth(keyed.url, site, component),
      await truth(next.url, site, component),
    ];
    expect(one.toSorted()).toEqual(hidden.toSorted());
    // Orders at random correlate by about 1 / √(n − 1); of many keys `test/deid/keyed.test.ts` takes the mean.
    const chance = 3.5 / Math.sqrt(hidden.length - 1);
    expect(Math.abs(correlation(one, hidden))).toBeLessThan(chance);
    expect(Math.abs(correlation(one, two))).toBeLessThan(chance);
    expect(one.filter((column, i) => hidden[i] === column).length).toBeLessThan(6);
    const [a, b] = [
      await identifiersAt(keyed.url, site, component),
      await identifiersAt(next.url, site, component),
    ];
    expect(a.filter((name) => b.includes(name))).toEqual([]);
    expect(a).toEqual(a.toSorted());
  },
);

test("every identifier has one length, and none depends on where it stands in another mode", async () => {
  for (const { site, component } of TABLES) {
    const names = await identifiersAt(keyed.url, site, component);
    expect(new Set(names.map((name) => name.length))).toEqual(new Set([19]));
    const plain = await identifiersAt(inject("worker"), site, component);
    const starts = new Set(plain.map((name) => name.slice(0, 11)));
    expect(names.filter((name) => starts.has(name.slice(0, 11)))).toEqual([]);
  }
});

/**
 * Columns with equal values in both modes can be told apart by nothing but their place. Whoever pairs them in
 * their order hits one of each group by chance.
 */
test.for(TABLES)(
  "columns of $name that have equal values cannot be paired with the plain ones",
  async (table) => {
    const { site, component, hidden } = table;
    const path = `operating-sites/${site.id}/${component}/?${RANGE}`;
    const byValues = async (url: string, names: Map<string, string>) => {
      const { text } = await answerOf(url);
      const [header = [], ...rows] = parse(text, { record_delimiter: "\r\n" }) as string[][];
      const groups = new Map<string, string[]>();
      header.forEach((name, i) => {
        const column = names.get(name);
        if (column === undefined) return;
        const values = rows.map((row) => row[i]).join();
        groups.set(values, [...(groups.get(values) ?? []), column]);
      });
      return groups;
    };
    const raw = await byValues(
      `${keyed.url}/api/ess/download/${path}`,
      new Map(hidden.map((column) => [column.toLowerCase(), column])),
    );
    const mapping = await mappingOf(keyed.url, site.id, component);
    const shown = await byValues(
      `${keyed.url}/api/ess/download/di/${path}`,
      new Map(mapping.filter((m) => m.sensitive).map((m) => [m.identifier, m.column])),
    );
    const [values, largest] = [...raw].toSorted(([, a], [, b]) => b.length - a.length)[0] ?? [
      "",
      [],
    ];
    const pairs = shown.get(values) ?? [];
    expect(largest.length, "there is a group to pair").toBeGreaterThan(4);
    expect(pairs.filter((column, i) => largest[i] === column).length).toBeLessThan(5);
  },
);

test.for(TABLES)(
  "a hidden name of $name is a name like any other that is not there",
  async (table) => {
    const { site, component, hidden } = table;
    const ask = async (name: string) => {
      const { text } = await answerOf(`${keyed.url}${file(site, component)}&fields=${name}`);
      const [fault] = (JSON.parse(text) as ProblemBody).errors;
      return { ...fault, detail: fault?.detail.replace(`"${name}"`, "NAME") };
    };
    const names = await namesAt(keyed.url, site, component);
    const unknown = await ask("zzzzzzzzzzzzzzzzzzzzzz");
    expect(unknown.allowed).toEqual(names);
    for (const column of hidden) {
      const answer = await ask(column.toLowerCase());
      const guess = / \((.*)\?\)$/.exec(answer.detail ?? "")?.[1];
      // What is suggested comes from the names that everybody sees, by their spelling.
      if (guess !== undefined) expect(guess).not.toMatch(/^(bk|rk|ps|ec)_/);
      expect({ ...answer, detail: answer.detail?.replace(/ \(.*\?\)$/, "") }).toEqual(unknown);
    }
  },
);

test("the document shows neither names nor an order of de-identified rows", () => {
  const { paths } = openApiDocument("0.0.0") as { paths: Record<string, unknown> };
  const shown = Object.entries(paths).filter(
    ([path]) => path.includes("/di/") && !path.includes("mapping"),
  );
  expect(shown).toHaveLength(7);
  const text = JSON.stringify(shown).toLowerCase();
  expect(text).not.toMatch(/schemas\/site\d|(bk|rk|ps|ec)_[0-9a-f]/);
  for (const { hidden } of TABLES) {
    for (const column of hidden) expect(text).not.toContain(column.toLowerCase());
  }
});

test("objects show no name of a rack or a module, and two releases share none", async () => {
  const inside = async (base: string, path: string) => {
    const rows = await jsonAt<Row[]>(`${base}${path}?${RANGE}&no_page`);
    const objects = rows.flatMap((row) =>
      Object.values(row).filter(
        (value): value is object => typeof value === "object" && value !== null,
      ),
    );
    expect(objects.length).toBeGreaterThan(0);
    return objects.map((object) => Object.keys(object));
  };
  for (const path of ["banks/1/", "banks/1/racks/1/"]) {
    const di = `/api/ess/di/operating-sites/2/${path}`;
    const [one, two] = [await inside(keyed.url, di), await inside(next.url, di)];
    for (const names of one) {
      expect(names.join()).toMatch(/^[\w-]{6}(,[\w-]{6})*$/);
      expect(names).toEqual(names.toSorted());
    }
    expect(one.flat().filter((name) => two.flat().includes(name))).toEqual([]);
  }
  // Nor do the two columns that have objects share names: rack 1 is not module 1.
  const bank = await inside(keyed.url, "/api/ess/di/operating-sites/2/banks/1/");
  const other = await inside(keyed.url, "/api/ess/di/operating-sites/3/banks/1/");
  expect(bank.flat().filter((name) => other.flat().includes(name))).toEqual([]);
});

test("neither headers nor log lines tell a name, whatever fails", async () => {
  const names = TABLES.flatMap(({ hidden }) => hidden).map((name) => name.toLowerCase());
  const ask = async (what: string, site: number) => {
    const identifier = (await mappingOf(foreign.url, site, "bank")).at(-1)?.identifier;
    for (const path of [
      `/api/ess/di/operating-sites/${site}/banks/1/?fields=${identifier}`,
      `/api/ess/di/operating-sites/${site}/banks/1/?no_page`,
      `/api/ess/download/di/operating-sites/${site}/bank/`,
    ]) {
      const { response, text, whole } = await answerOf(foreign.url + path);
      expect(response.status, `${what}: ${whole}`).toBe(503);
      const seen = `${JSON.stringify([...response.headers])}${text}`.toLowerCase();
      expect(names.filter((name) => seen.includes(name))).toEqual([]);
    }
  };
  await ask("no database", 3);
  await ask("no table", 2);
  await withClient(broken.url, (sql) =>
    sql.query(`create table bank ("TIMESTAMP" timestamptz, "BANK_ID" integer)`),
  );
  await ask("no column", 2);
  const log = foreign.log().toLowerCase();
  expect(log).toContain("request_id");
  expect(names.filter((name) => log.includes(name))).toEqual([]);
  expect(log).not.toMatch(/select |bk_[0-9a-f]|32 bytes and more/);
});
