import type { MeasurementRole } from "../../../src/site/site";
import { api, got } from "../../api/client";
import { fieldOf } from "../../api/field";
import type { Site } from "../../api/paths";
import { ApiProblem } from "../../api/problem";
import { secondsOf } from "../../ui/times";
import type { BankNow } from "./bank-now";

export const askBanks = (site: Site, signal: AbortSignal): Promise<BankNow[]> =>
  Promise.all(site.banks.map(({ bank_id }) => askBank(site, bank_id, signal)));

async function askBank(site: Site, bank: number, signal: AbortSignal): Promise<BankNow> {
  const row = site.components.bank?.latest ? await askRow(site, bank, signal) : {};
  const number = (role: MeasurementRole) => {
    const value = row[fieldOf(site.id, "bank", role) ?? ""];
    return typeof value === "number" ? value : null;
  };
  return {
    bank,
    at: typeof row.timestamp === "string" ? secondsOf(row.timestamp, site.time_zone) : undefined,
    soc: number("soc"),
    soh: number("soh"),
    power: number("power"),
  };
}

type Row = Record<string, number | string | null>;

/** Latest row; empty if a bank has none while others do. */
async function askRow(site: Site, bank: number, signal: AbortSignal): Promise<Row> {
  const fields = (["soc", "soh", "power"] as const).flatMap(
    (role) => fieldOf(site.id, "bank", role) ?? [],
  );
  try {
    const row: unknown = await got(
      api.GET("/api/ess/operating-sites/{s}/banks/{b}/latest/", {
        params: {
          path: { s: site.id, b: bank },
          query: { fields: ["timestamp", ...fields].join() },
        },
        signal,
      }),
    );
    return row as Row;
  } catch (error) {
    if (error instanceof ApiProblem && error.code === "no_data") return {};
    throw error;
  }
}
