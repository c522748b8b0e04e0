import type { Context } from "hono";
import * as z from "zod";
import type { AppEnv } from "../../http/app-env.ts";
import { type App, addOperation } from "../../http/contract.ts";
import { check, rawQuery, refuse } from "../../http/input.ts";
import { pageEnvelope, unknownPage } from "../../http/page.ts";
import { parameter, readWord } from "../../http/parameter.ts";
import { publicUrl } from "../../http/public-url.ts";
import { pageParameters, pageSizeParameter } from "../../http/query.ts";
import { PROFILES } from "../../indicators/profiles.ts";
import { CHARTS, type ChartName, staticChart } from "../../indicators/static-chart.ts";
import { profileParameter } from "./query.ts";

const PATH = "/api/ess/stats/static-chart-data/";
const SIZE = { byDefault: 100, most: 100 };
const CHART_TYPE = "ExSoS";
const NAMES = Object.keys(CHARTS) as ChartName[];

const word = <W extends string>(description: string, words: readonly W[]) =>
  parameter(
    { description, example: words[0] as W, schema: { type: "string", enum: words } },
    (text) => readWord(text, words),
  ).optional();

const query = z.strictObject({
  name: word("Only the chart of this name", NAMES),
  chart_type: word("Only charts of this indicator", [CHART_TYPE]),
  ...profileParameter("By default `33J`"),
  page: pageParameters().page,
  ...pageSizeParameter(SIZE),
});

const chart = {
  type: "object" as const,
  required: ["id", "name", "chart_type", "values"],
  properties: {
    id: { type: "integer" as const },
    name: { type: "string" as const, enum: NAMES },
    chart_type: { type: "string" as const, enum: [CHART_TYPE] },
    values: {
      type: "array" as const,
      description: "Three rows: each class is a line through `<class>_x`, `<class>_y`",
      items: { type: "object" as const, additionalProperties: { type: "number" as const } },
    },
  },
};

/** `GET /api/ess/stats/static-chart-data/`: the input sets of ExSoS as lines to draw. */
export function addStaticChart(app: App): void {
  addOperation(
    app,
    {
      method: "get",
      access: "analytics:read",
      path: PATH,
      operationId: "staticChartData",
      tags: ["Indicators"],
      summary: "Input sets of ExSoS, to draw measurements on",
      request: { query },
      responses: {
        200: {
          description: "A page of charts",
          content: {
            "application/json": {
              schema: pageEnvelope({ type: "array" as const, items: chart }),
            },
          },
        },
      },
    },
    staticChartData,
  );
}

function staticChartData(c: Context<AppEnv>): Response {
  const { value, faults } = check("query", query, rawQuery(c));
  if (faults.length > 0 || !value) refuse(faults);
  const profile = PROFILES[value.profile ?? "33J"];
  const charts = NAMES.map((name, index) => ({ id: index + 1, name })).filter(
    ({ name }) => value.name === undefined || name === value.name,
  );
  const size = value.page_size ?? SIZE.byDefault;
  const last = Math.ceil(charts.length / size);
  const page = value.page === "last" ? last : (value.page ?? 1);
  if (page > last) throw unknownPage(page, last);
  const results = charts.slice((page - 1) * size, page * size).map(({ id, name }) => ({
    id,
    name,
    chart_type: CHART_TYPE,
    values: staticChart(name, profile),
  }));
  c.get("tally").rows = results.length;
  return c.json({
    count: charts.length,
    next: page < last ? linkTo(c, page + 1) : null,
    previous: page > 1 ? linkTo(c, page - 1) : null,
    results,
  });
}

/** The address of the request with another page. */
function linkTo(c: Context<AppEnv>, page: number): string {
  const url = publicUrl(c);
  url.searchParams.set("page", String(page));
  return url.href;
}
