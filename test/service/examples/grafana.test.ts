import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { openApiDocument } from "../../../dev/build/openapi.ts";
import { ROOT } from "../../../dev/settings.ts";
import {
  type ProtectionService,
  protectionService,
  rackSeconds,
  WARNING,
} from "../protection/service.ts";

type Target = {
  refId: string;
  type: string;
  source: string;
  parser: string;
  url: string;
  url_options: { params: { key: string; value: string }[] };
  root_selector: string;
  columns: { selector: string; text: string; type: string }[];
  datasource: { type: string; uid: string };
};
type Panel = {
  id: number;
  title: string;
  type: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets: Target[];
};
type Variable = { name: string; type: string; current: { value?: string } };

const dashboard: { panels: Panel[]; templating: { list: Variable[] }; uid: string } = JSON.parse(
  readFileSync(join(ROOT, "examples/grafana-ess.json"), "utf8"),
);
const targets = dashboard.panels.flatMap(({ title, targets: own }) =>
  own.map((target) => ({ title, target })),
);

/** What Grafana puts in the places of variables, for a morning that there is data of. */
const VALUES: Record<string, string | undefined> = {
  "__from:date:iso": "2026-01-05T00:00:00.000Z",
  "__to:date:iso": "2026-01-05T06:00:00.000Z",
  ...Object.fromEntries(
    dashboard.templating.list.map(({ name, current }) => [name, current.value]),
  ),
};
const filled = (text: string): string =>
  text.replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => {
    expect(VALUES[name], name).toBeDefined();
    return VALUES[name] ?? "";
  });

const addressOf = ({ url, url_options }: Target): string =>
  `${filled(url)}?${new URLSearchParams(url_options.params.map(({ key, value }) => [key, filled(value)]))}`;

/** Where there is an event: nothing derives those of the rows that all tests share. */
let withEvent: ProtectionService;
beforeAll(async () => {
  withEvent = await protectionService();
  const flags = [1, 0].map((flag) => ({ [WARNING]: flag, RACK_MAX_CELL_VOLTAGE: 4.06 }));
  await withEvent.post(2, "rack", rackSeconds("2026-01-05T10:00:00+09:00", flags));
});
afterAll(() => withEvent?.stop());

async function answerTo(target: Target): Promise<unknown> {
  const url = target.url.startsWith("/api/ess-feature/") ? withEvent.url : inject("worker");
  const response = await fetch(url + addressOf(target));
  const text = await response.text();
  expect(response.status, `${addressOf(target)}: ${text.slice(0, 500)}`).toBe(200);
  return JSON.parse(text);
}

const valueAt = (item: unknown, selector: string): unknown =>
  selector
    .split(".")
    .reduce<unknown>((found, name) => (found as Record<string, unknown> | null)?.[name], item);

describe("examples/grafana-ess.json", () => {
  test("has the panels of a battery, each on its own place, all of one data source that is chosen", () => {
    expect(dashboard.panels.map(({ title }) => title)).toEqual([
      "State of charge",
      "Power",
      "Cell voltages",
      "Cell temperatures",
      "State of safety",
      "Highest cell voltage, forecast from ten minutes before",
      "Events",
    ]);
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) => {
      expect(x + w).toBeLessThanOrEqual(24);
      return Array.from({ length: w * h }, (_, n) => `${x + (n % w)},${y + Math.floor(n / w)}`);
    });
    expect(new Set(cells).size).toBe(cells.length);
    const names = dashboard.templating.list.map(({ name, type }) => [name, type]);
    expect(names).toContainEqual(["datasource", "datasource"]);
    for (const { target } of targets) {
      expect(target).toMatchObject({ type: "json", source: "url", parser: "backend" });
      expect(target.datasource.uid).toMatch(/^\$\{datasource\}$/);
    }
  });

  test.for(targets)(
    "“$title” ($target.refId): every column is in what is answered",
    async ({ target }) => {
      const body = await answerTo(target);
      const items = target.root_selector === "" ? body : valueAt(body, target.root_selector);
      expect(items, addressOf(target)).toBeInstanceOf(Array);
      const [item] = items as unknown[];
      expect(item, addressOf(target)).toBeDefined();
      for (const { selector, type } of target.columns) {
        const value = valueAt(item, selector);
        if (value === undefined) {
          // Of a model that is not live here.
          expect(OPTIONAL, selector).toContain(selector);
          continue;
        }
        if (value === null) continue;
        if (type === "timestamp") expect(Date.parse(String(value)), selector).toBeGreaterThan(0);
        else expect(typeof value, selector).toBe(type);
      }
    },
  );
});

const { schemas } = openApiDocument("0.0.0").components ?? {};
const forecast = schemas?.Forecast as {
  properties: { values: { properties: object; required: string[] } };
};
/** What a forecast has only where a model is live, by the document. */
const OPTIONAL = Object.keys(forecast.properties.values.properties)
  .filter((name) => !forecast.properties.values.required.includes(name))
  .map((name) => `values.${name}`);
