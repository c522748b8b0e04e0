import { api, got } from "../../api/client";
import { ApiProblem } from "../../api/problem";
import type { Site } from "../../shell/session";
import { secondsOf } from "../../ui/times";
import type { BankNow } from "./bank-now";

export const askBanks = (site: Site, signal: AbortSignal): Promise<BankNow[]> =>
  Promise.all(site.banks.map(({ bank_id }) => askBank(site, bank_id, signal)));

async function askBank(site: Site, bank: number, signal: AbortSignal): Promise<BankNow> {
  const row = site.components.bank?.latest ? await askRow(site, bank, signal) : {};
  const number = (name: string) => {
    const value = row[name];
    return typeof value === "number" ? value : null;
  };
  return {
    bank,
    at: typeof row.timestamp === "string" ? secondsOf(row.timestamp, site.time_zone) : undefined,
    soc: number("bank_soc"),
    soh: number("bank_soh"),
    power: number("bank_power"),
  };
}

type Row = Record<string, number | string | null>;

/** The newest row; empty where a bank has none though others have. */
async function askRow(site: Site, bank: number, signal: AbortSignal): Promise<Row> {
  try {
    const row: unknown = await got(
      api.GET("/api/ess/operating-sites/{site}/banks/{bank}/latest/", {
        params: {
          path: { site: site.id, bank },
          query: { fields: "timestamp,bank_soc,bank_soh,bank_power" },
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
