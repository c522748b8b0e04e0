import { api, got } from "./client";
import type { Schemas, Site } from "./paths";

export type Sos = Schemas["StateOfSafety"];
export type ExSos = Awaited<ReturnType<typeof askExSos>>[number];

type Of = { site: Pick<Site, "id">; bank: number; rack?: number | undefined };

type SosQuery = {
  "start-time": string;
  "end-time": string;
  interval?: string;
  "time-format"?: "unix";
  explain?: "1";
};

/** SoS of a rack, or of every rack of a bank. */
export function askSos(
  { site, bank, rack }: Of,
  query: SosQuery,
  signal: AbortSignal,
): Promise<Sos[]> {
  const path = { s: site.id, b: bank };
  return got(
    rack === undefined
      ? api.GET("/api/ess/stats/sos/operating-sites/{s}/banks/{b}/racks/", {
          params: { path, query },
          signal,
        })
      : api.GET("/api/ess/stats/sos/operating-sites/{s}/banks/{b}/racks/{r}/", {
          params: { path: { ...path, r: rack }, query },
          signal,
        }),
  );
}

const EX_SOS_OF_RACK = "/api/ess/stats/ex-sos/operating-sites/{s}/banks/{b}/racks/{r}/";
const EX_SOS_OF_BANK = "/api/ess/stats/ex-sos/operating-sites/{s}/banks/{b}/";

/** ExSoS of a bank or a rack. */
export function askExSos({ site, bank, rack }: Of, query: SosQuery, signal: AbortSignal) {
  const path = { s: site.id, b: bank };
  return got(
    rack === undefined
      ? api.GET(EX_SOS_OF_BANK, { params: { path, query }, signal })
      : api.GET(EX_SOS_OF_RACK, { params: { path: { ...path, r: rack }, query }, signal }),
  );
}
