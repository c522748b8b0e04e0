import { api, got } from "../../api/client";
import { askEvents, pageOf } from "../../api/events";
import type { EventsPage } from "../../api/paths";
import { type Filter, placeQuery } from "./filter";

type Query = Parameters<typeof askEvents>[0];

/** A page of the events of all sites or of one. Events of one site have more parameters. */
export async function askPage(
  filter: Pick<Filter, "site" | "bank" | "rack" | "text">,
  query: Query,
  signal: AbortSignal,
): Promise<EventsPage> {
  if (filter.site === undefined) return askEvents(query, signal);
  const answer = await got(
    api.GET("/api/ess-feature/protectionmap/operating-sites/{s}/", {
      params: { path: { s: filter.site }, query: { ...query, ...placeQuery(filter) } },
      signal,
    }),
  );
  return pageOf(answer);
}
