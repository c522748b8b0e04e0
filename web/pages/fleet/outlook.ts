import { api, got } from "../../api/client";
import type { Schemas, Site } from "../../api/paths";

/** Forecast of the extreme value over the banks of a site, ten minutes ahead. */
export type Outlook = {
  observed: number | null;
  forecast?: { value: number; low: number; high: number };
};

export type Outlooks = { voltage: Outlook | undefined; temperature: Outlook | undefined };

export async function askOutlooks(site: Site, signal: AbortSignal): Promise<Outlooks> {
  const [voltage, temperature] = await Promise.all([
    askOutlook(site, "voltage", signal),
    askOutlook(site, "temperature", signal),
  ]);
  return { voltage, temperature };
}

async function askOutlook(
  site: Site,
  what: "voltage" | "temperature",
  signal: AbortSignal,
): Promise<Outlook | undefined> {
  const path = `/api/ess/stats/forecasting-max-cell-${what}/operating-sites/{s}/banks/` as const;
  const items: Schemas["Forecast"][] = await got(
    api.GET(path, { params: { path: { s: site.id }, query: { origin: "latest" } }, signal }),
  );
  const of = ({ values }: Schemas["Forecast"]): Outlook => {
    const { observed, ridge, ridge_lower: low, ridge_upper: high } = values;
    const isThere =
      typeof ridge === "number" && typeof low === "number" && typeof high === "number";
    return { observed, ...(isThere ? { forecast: { value: ridge, low, high } } : {}) };
  };
  return items
    .map(of)
    .sort(
      (a, b) => (b.forecast?.value ?? b.observed ?? 0) - (a.forecast?.value ?? a.observed ?? 0),
    )[0];
}
