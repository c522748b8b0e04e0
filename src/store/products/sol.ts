import { sql } from "drizzle-orm";
import type { Ask } from "../sql/client.ts";

/** A forecast as it is kept: JSON, and a fingerprint of what it was made of. */
export type KeptForecast = { basis: string; forecast: string };

/** The forecast that is kept of a bank; undefined if none is. */
export async function askKeptForecast(ask: Ask, bank: number): Promise<KeptForecast | undefined> {
  const [row] = await ask(
    sql`select basis, forecast::text as forecast from ess_sol_forecast where bank = ${bank}::int`,
  );
  return row && { basis: String(row.basis), forecast: String(row.forecast) };
}

export async function keepForecast(
  ask: Ask,
  bank: number,
  { basis, forecast }: KeptForecast,
): Promise<void> {
  await ask(sql`
    insert into ess_sol_forecast (bank, basis, forecast) values (${bank}::int, ${basis}, ${forecast}::jsonb)
    on conflict (bank) do update set basis = excluded.basis, forecast = excluded.forecast, made_at = now()`);
}
