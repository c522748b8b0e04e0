import { api, got } from "../../../api/client";
import type { Schemas } from "../../../api/paths";
import { type Asked, useAsk } from "../../../api/use-ask";
import { type Place, placeKey } from "../common/place";

export type DayValue = { date: string; value: number | null };

/** Daily SoH of a bank or a rack: all days, or one with explanation. */
export function askSoh(
  { site, bank, rack }: Place,
  query: DayQuery,
  signal: AbortSignal,
): Promise<(DayValue & { explain?: unknown })[]> {
  const path = { s: site.id, b: bank };
  return got<(DayValue & { explain?: unknown })[]>(
    rack === undefined
      ? api.GET("/api/ess/stats/avg-soh/operating-sites/{s}/banks/{b}/", {
          params: { path, query },
          signal,
        })
      : api.GET("/api/ess/stats/avg-soh/operating-sites/{s}/banks/{b}/racks/{r}/", {
          params: { path: { ...path, r: rack }, query },
          signal,
        }),
  );
}

type DayQuery = { "start-date"?: string; "end-date"?: string; explain?: "1" };

/** Query of one explained day. */
export const explainedDay = (day: string): DayQuery => ({
  "start-date": day,
  "end-date": new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10),
  explain: "1",
});

/** Daily mean SoH of a bank or a rack. */
export const useSoh = (place: Place): Asked<DayValue[]> =>
  useAsk(`soh ${placeKey(place)}`, (signal) => askSoh(place, {}, signal));

/** SoL forecast of a bank for 15 years, or one day with explanation. */
export const askSol = ({ site, bank }: Place, query: DayQuery, signal: AbortSignal) =>
  got(
    api.GET("/api/ess/stats/forecasting-sol/operating-sites/{s}/banks/{b}/", {
      params: { path: { s: site.id, b: bank }, query },
      signal,
    }),
  );

export const useSol = (place: Place) =>
  useAsk(`sol ${place.site.id}/${place.bank}`, (signal) => askSol(place, {}, signal));

export type SolDay = NonNullable<ReturnType<typeof useSol>["data"]>[number];

export const PERIODS = [1, 7, 30] as const;
export type Period = (typeof PERIODS)[number];
/** 0 charging, 1 discharging, 2 idle, as in the API. */
export const STATUSES = [0, 1, 2] as const;
export type Status = (typeof STATUSES)[number];
export type Socp = Schemas["StateOfCellPosition"];

/** How often each cell of a rack was extreme, by SoC range, in the days up to `day`. */
export function useSocp(
  { site, bank, rack }: Place,
  { day, period, status }: { day: string; period: Period; status: Status },
): Asked<Socp[]> {
  const key =
    rack === undefined ? undefined : `socp ${site.id}/${bank}/${rack} ${day} ${period} ${status}`;
  return useAsk(key, (signal) =>
    got(
      api.GET("/api/ess/stats/socp/operating-sites/{s}/banks/{b}/racks/{r}/", {
        params: {
          path: { s: site.id, b: bank, r: rack ?? 0 },
          query: { date: day, period, charge_status: status },
        },
        signal,
      }),
    ),
  );
}
