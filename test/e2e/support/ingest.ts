import { expect } from "vitest";
import { web } from "./service.ts";

type Row = Record<string, string | number | null>;

const base = () => `${web()}/api/ess/operating-sites`;

/** Seconds since 1970 of the second after the newest row of a site's component. */
export async function newestSecond(site: number, component: "bank" | "rack"): Promise<number> {
  const answer = await fetch(`${base()}/`);
  const sites = (await answer.json()) as {
    id: number;
    components: Record<string, { latest: string }>;
  }[];
  const latest = sites.find(({ id }) => id === site)?.components[component]?.latest ?? "";
  return Math.floor(Date.parse(latest) / 1000) + 1;
}

/** A row of a rack of bank 1 with its highest cell voltage. */
export const rackRow = (
  rack: number,
  seconds: number,
  volts: number,
  cell = 1,
  more: Row = {},
): Row => ({
  BANK_ID: 1,
  RACK_ID: rack,
  TIMESTAMP: new Date(seconds * 1000).toISOString(),
  RACK_MAX_CELL_VOLTAGE: volts,
  RACK_MAX_CELL_VOLTAGE_POSITION: cell,
  ...more,
});

/** Sends rows of racks by the API; they must be taken. */
export async function ingest(site: number, rows: readonly Row[]): Promise<void> {
  const answer = await fetch(`${base()}/${site}/rack/readings/`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(rows),
  });
  expect(answer.status, await answer.text()).toBe(200);
}
