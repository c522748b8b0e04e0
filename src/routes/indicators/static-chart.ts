import * as z from "zod";
import { PROFILES } from "../../domain/indicators/profiles.ts";
import { CHARTS, type ChartName, staticChart } from "../../domain/indicators/static-chart.ts";
import { word } from "../../request/parameter.ts";
import { pageParameters, pageSizeParameter } from "../../request/query.ts";
import { route } from "../../request/route.ts";
import { json } from "../../response/answer.ts";
import { pageEnvelope, unknownPage } from "../../response/page.ts";
import { profileParameter } from "./query.ts";

const SIZE = { byDefault: 100, most: 100 };
const CHART_TYPE = "ExSoS";
const NAMES = Object.keys(CHARTS) as ChartName[];

const chartQuery = z.strictObject({
  name: word(NAMES, {
    description: "Return only the chart with this name",
    ...(NAMES[0] ? { example: NAMES[0] } : {}),
  }).optional(),
  chart_type: word([CHART_TYPE], {
    description: "Return only charts of this indicator",
    example: CHART_TYPE,
  }).optional(),
  ...profileParameter("Default: `33J`"),
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
      description: "Three points of a line for each class: `<class>_x`, `<class>_y`",
      items: { type: "object" as const, additionalProperties: { type: "number" as const } },
    },
  },
};

/** `GET /api/ess/stats/static-chart-data/`: the input sets of ExSoS as lines of a chart. */
export const staticChartData = route({
  method: "get",
  access: "analytics:read",
  path: "/api/ess/stats/static-chart-data/",
  operationId: "staticChartData",
  tags: ["Indicators"],
  summary: "Get the input sets of ExSoS as lines of charts",
  responses: {
    200: {
      description: "A page of charts",
      content: {
        "application/json": { schema: pageEnvelope({ type: "array" as const, items: chart }) },
      },
    },
  },
  query: () => chartQuery,
  plan({ query, url }) {
    const charts = NAMES.map((name, index) => ({ id: index + 1, name })).filter(
      ({ name }) => query.name === undefined || name === query.name,
    );
    const size = query.page_size ?? SIZE.byDefault;
    const last = Math.ceil(charts.length / size);
    const page = query.page === "last" ? last : (query.page ?? 1);
    if (page > last) throw unknownPage(page, last);
    return {
      count: charts.length,
      next: page < last ? linkTo(url, page + 1) : null,
      previous: page > 1 ? linkTo(url, page - 1) : null,
      shown: charts.slice((page - 1) * size, page * size),
      profile: PROFILES[query.profile ?? "33J"],
    };
  },
  answer({ count, next, previous, shown, profile }) {
    const results = shown.map(({ id, name }) => ({
      id,
      name,
      chart_type: CHART_TYPE,
      values: staticChart(name, profile),
    }));
    return json({ count, next, previous, results }, { rows: results.length });
  },
});

/** The URL of the request with another page. */
function linkTo(request: URL, page: number): string {
  const url = new URL(request);
  url.searchParams.set("page", String(page));
  return url.href;
}
