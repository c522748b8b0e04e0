import { PRICES } from "./prices.ts";
import { type Size, type Usage, usageOf } from "./size.ts";

/** Dollars a month. */
export type Costs = Record<"workers" | "compute" | "storage" | "history" | "transfer", number>;

export function costsOf(usage: Usage): Costs {
  const { workers, neon, r2 } = PRICES;
  const beyond = (used: number, included: number) => Math.max(0, used - included);
  return {
    workers:
      workers.month +
      (beyond(usage.requests, workers.requestsIncluded) / 1e6) * workers.perMillionRequests +
      (beyond(usage.cpuMs, workers.cpuMsIncluded) / 1e6) * workers.perMillionCpuMs,
    compute: usage.cuHours * neon.cuHour,
    storage: usage.storageGb * neon.storageGbMonth + usage.archiveGb * r2.storageGbMonth,
    history: usage.historyGb * neon.historyGbMonth,
    transfer: beyond(usage.transferGb, neon.transferGbIncluded) * neon.transferGb,
  };
}

const KEPT = 3;
const one = { sites: 1, keptMonths: KEPT, computeUnits: 0.25, deployments: 1 };
const thirty = { sites: 30, keptMonths: KEPT, computeUnits: 2, deployments: 1 };
const thousand = { sites: 1000, keptMonths: KEPT, computeUnits: 68, deployments: 34 };

/** The deployments of the table in docs/operations.md. */
export const SIZES: readonly Size[] = [
  { ...one, name: "1 site", step: 1 },
  { ...one, name: "1 site", step: 10 },
  { ...thirty, name: "30 sites", step: 1 },
  { ...thirty, name: "30 sites", step: 10 },
  { ...thousand, name: "1,000 sites", step: 1 },
  { ...thousand, name: "1,000 sites", step: 10 },
];

const fiveYears = { ...thousand, years: 5 };

/** The deployments of the table in docs/scale.md: a thousand sites after five years. */
export const FIVE_YEARS: readonly Size[] = [1, 10].flatMap((step) => [
  { ...fiveYears, name: "all rows in Postgres", step, keptMonths: 60 },
  { ...fiveYears, name: "3 months of rows, rollups of all", step },
  {
    ...fiveYears,
    name: "3 months of rows, rollups of all, older rows as Parquet in R2",
    step,
    archivedMonths: 57,
  },
]);

const whole = (number: number) => Math.round(number).toLocaleString("en");

/** The table as Markdown. */
export function costTable(sizes: readonly Size[]): string {
  const rows = sizes.map((size) => {
    const usage = usageOf(size);
    const costs = costsOf(usage);
    const total = Object.values(costs).reduce((sum, cost) => sum + cost, 0);
    const { workers, compute, storage, history, transfer } = costs;
    return [
      size.name,
      `${size.step} s`,
      `${whole(usage.requests / 1e6)} M`,
      `${whole(usage.storageGb + usage.archiveGb)} GB`,
      size.computeUnits,
      ...[workers, compute, storage, history + transfer, total].map((cost) => `$${whole(cost)}`),
    ];
  });
  const head = ["", "step", "requests", "stored", "CU", "Workers", "compute", "storage"];
  const lines = [[...head, "history, transfer", "per month"], head.concat("", "").map(() => "---")];
  return [...lines, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
