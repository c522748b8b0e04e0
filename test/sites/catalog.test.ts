import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findSite, sites } from "../../src/site/registry/registry.ts";
import {
  COMPONENTS,
  type Column,
  type Component,
  KEYS,
  type Text,
  wireName,
} from "../../src/site/site.ts";

type CatalogColumn = { column: string; type: string; unit?: string };
type Catalog = Record<string, Record<Component, CatalogColumn[]>>;

/** The catalog of the deployed databases; it is not part of the project, so it may be absent. */
const catalogFile = new URL("../../../shared/catalog.json", import.meta.url);
const hasCatalog = existsSync(catalogFile);
const readCatalog = (): Catalog => JSON.parse(readFileSync(catalogFile, "utf8"));

const COLUMN_COUNTS: Record<number, Record<Component, number>> = {
  1: { bank: 45, rack: 48, pcs: 91, etc: 6 },
  2: { bank: 51, rack: 58, pcs: 54, etc: 7 },
  3: { bank: 51, rack: 58, pcs: 55, etc: 7 },
};

const KEY_TYPES: Record<string, Column["type"]> = {
  TIMESTAMP: "timestamptz",
  BANK_ID: "integer",
  RACK_ID: "integer",
};

const LANGUAGES: readonly (keyof Text)[] = ["ko", "en"];
const PLACEHOLDER = /\b(?:todo|tbd|tba|fixme|xxx|undefined|null|nan|description)\b|\?\?|\.\.\.|…/i;
const HANGUL = /\p{Script=Hangul}/u;
const ABBREVIATION = /^[A-Z0-9][A-Z0-9 ./-]*$/;

const cataloguedTables = Object.entries(COLUMN_COUNTS).flatMap(([id, counts]) =>
  COMPONENTS.map((component) => ({ id: Number(id), component, count: counts[component] })),
);
const tables = sites.flatMap((site) =>
  COMPONENTS.map((component) => ({ id: site.id, component, columns: site.components[component] })),
);

/** The values that occur more than once, so that a failure names them. */
const repeated = (values: readonly string[]): string[] =>
  values.filter((value, index) => values.indexOf(value) !== index);

const skipped = hasCatalog ? "" : " (skipped: ../shared/catalog.json is absent)";

describe.skipIf(!hasCatalog)(`site definitions against the shared catalog${skipped}`, () => {
  it("covers exactly the sites of the catalog", () => {
    expect(Object.keys(COLUMN_COUNTS)).toEqual(Object.keys(readCatalog()));
  });

  it.each(cataloguedTables)(
    "defines $component of site $id with the names, types, units and order of the catalog",
    ({ id, component }) => {
      const defined = findSite(id)?.components[component].map(({ name, type, unit }) => ({
        column: name,
        type,
        ...(unit === undefined ? {} : { unit }),
      }));
      expect(defined).toEqual(readCatalog()[id]?.[component]);
    },
  );
});

describe("site definitions", () => {
  it("have unique ids by which they are found", () => {
    expect(repeated(sites.map((site) => String(site.id)))).toEqual([]);
    for (const site of sites) expect(findSite(site.id)).toBe(site);
  });

  it("give nothing for an unknown id", () => {
    expect(findSite(0)).toBeUndefined();
  });

  it.each(cataloguedTables)("give $component of site $id $count columns", (table) => {
    expect(findSite(table.id)?.components[table.component]).toHaveLength(table.count);
  });
});

describe.each(tables)("$component of site $id", ({ component, columns }) => {
  it("has unique column names", () => {
    expect(repeated(columns.map((column) => column.name))).toEqual([]);
  });

  it("has unique names on the wire, in lower case", () => {
    const names = columns.map(wireName);
    expect(repeated(names)).toEqual([]);
    expect(names.filter((name) => !/^[a-z][a-z0-9_]*$/.test(name))).toEqual([]);
  });

  it("has every key column, with the type of a key", () => {
    const types = Object.fromEntries(columns.map(({ name, type }) => [name, type]));
    for (const key of KEYS[component]) expect(types[key], key).toBe(KEY_TYPES[key]);
  });

  it.each(LANGUAGES)(
    "describes every column in %s, without placeholder or full stop",
    (language) => {
      const poor = columns.filter(({ description }) => {
        const text = description[language];
        return (
          text.trim() === "" || text !== text.trim() || PLACEHOLDER.test(text) || text.endsWith(".")
        );
      });
      expect(poor).toEqual([]);
    },
  );

  it("describes every column with Hangul in Korean, abbreviations apart, and none in English", () => {
    const poor = columns.filter(
      ({ description: { ko, en } }) =>
        !(HANGUL.test(ko) || ABBREVIATION.test(ko)) || HANGUL.test(en),
    );
    expect(poor).toEqual([]);
  });

  it.each(LANGUAGES)("gives no two columns the same description in %s", (language) => {
    expect(repeated(columns.map(({ description }) => description[language]))).toEqual([]);
  });
});
