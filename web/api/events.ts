import { api, got } from "./client";
import type { EventsPage, paths } from "./paths";

type Query = NonNullable<paths["/api/ess-feature/protectionmap/"]["get"]["parameters"]["query"]>;

/** A page of the events of all sites, newest first. */
export async function askEvents(
  query: Omit<Query, "no_page">,
  signal: AbortSignal,
): Promise<EventsPage> {
  return pageOf(
    await got(api.GET("/api/ess-feature/protectionmap/", { params: { query }, signal })),
  );
}

/** The API returns an array only with `no_page`. */
export const pageOf = (answer: EventsPage | EventsPage["results"]): EventsPage =>
  Array.isArray(answer) ? { count: answer.length, next: null, results: answer } : answer;
