import { openApiDocument } from "../../dev/build/openapi.ts";

type Parameter = { in: string; name: string; schema: { example?: string | number } };
type Operation = { operationId: string; parameters?: Parameter[] };

export type Route = { id: string; address: string };

/** What an operation is asked beside its path, so that it has rows to read and little to make. */
const QUERIES: [RegExp, string][] = [
  [/^listSites|^getSite|^listProtection|Webhook|Keys$|^listAudit|^getCaller|^deid|Models/, ""],
  [/^readiness|^health|^latest|Policy|Mapping/, ""],
  [/^download/, "date=2026-01-05"],
  [/^gaps/, "date=2026-01-05"],
  [/^updates/, "since=2026-01-05"],
  [/^backtest/i, "bank=1"],
];

const path = (template: string, { parameters = [] }: Operation): string =>
  template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    if (name === "site") return "2";
    const found = parameters.find((one) => one.in === "path" && one.name === name);
    return String(found?.schema.example);
  });

/** What takes a range is asked for a day that has rows. */
function queryOf({ operationId, parameters = [] }: Operation): string {
  const known = QUERIES.find(([id]) => id.test(operationId))?.[1];
  if (known !== undefined) return known;
  const takes = (name: string) => parameters.some((one) => one.name === name);
  const range = takes("start-time")
    ? "start-time=2026-01-05T10:00&end-time=2026-01-05T10:30"
    : takes("start-date")
      ? "start-date=2026-01-05&end-date=2026-01-06"
      : "";
  const isWide = takes("interval") && !takes("time-bucket-width");
  return isWide && range ? `${range}&interval=5min` : range;
}

/** Every operation that reads, but the stream that never ends. */
export function readingRoutes(): Route[] {
  const paths = (openApiDocument("0.0.0").paths ?? {}) as Record<string, { get?: Operation }>;
  return Object.entries(paths).flatMap(([template, { get }]) => {
    if (!get || template.endsWith("/stream/")) return [];
    const query = queryOf(get);
    const address = path(template, get) + (query ? `?${query}` : "");
    const streams = get.parameters?.some(({ name }) => name === "no_page");
    return [
      { id: get.operationId, address },
      ...(streams && query
        ? [{ id: `${get.operationId}, all`, address: `${address}&no_page` }]
        : []),
    ];
  });
}
