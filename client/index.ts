import { askWith, type ClientOptions, type Question } from "./ask.ts";
import { downloadOf } from "./download.ts";
import { type EventChange, type EventsGiven, eventsOf } from "./events.ts";
import type {
  Answer,
  Component,
  DownloadPath,
  Given,
  Item,
  ListPath,
  Method,
  Operation,
  PathOf,
  Rest,
  Row,
} from "./operation.ts";
import { rowsOf } from "./rows.ts";

export type { ClientOptions } from "./ask.ts";
export { IncompleteDownload } from "./download.ts";
export type { EventChange, EventsGiven } from "./events.ts";
export type { Answer, Component, Given, Item, ListPath, Operation, Row } from "./operation.ts";
export type { paths, Schemas } from "./paths.ts";
export { ApiProblem } from "./problem.ts";

/**
 * A client of ess-edge, typed by its OpenAPI document.
 * @example
 * const ess = createClient({ baseUrl: "https://ess-edge.example.workers.dev", key: process.env.ESS_KEY });
 * const row = await ess.get("/api/ess/operating-sites/{s}/banks/{b}/latest/", { path: { s: 2, b: 1 } });
 */
export function createClient(options: ClientOptions) {
  const ask = askWith(options);

  /** Calls a GET operation and returns its JSON body. */
  async function send<M extends Method, P extends PathOf<M>>(
    method: M,
    path: P,
    ...[given]: Rest<Given<Operation<P, M>>>
  ): Promise<Answer<Operation<P, M>>> {
    const response = await ask(path, { ...(given as Question | undefined), method });
    const isJson = response.headers.get("content-type")?.startsWith("application/json");
    return (isJson ? await response.json() : undefined) as Answer<Operation<P, M>>;
  }

  return {
    send,

    get: <P extends PathOf<"get">>(path: P, ...given: Rest<Given<Operation<P, "get">>>) =>
      send("get", path, ...given),

    /** All elements of a list, page by page. */
    rows: <P extends ListPath>(
      path: P,
      ...[given]: Rest<Given<Operation<P, "get">>>
    ): AsyncGenerator<Item<Answer<Operation<P, "get">>>, void, undefined> =>
      rowsOf(ask, path, (given ?? {}) as Question),

    /** Rows of a download as they arrive. Ends normally only if all rows are verified. */
    download: <C extends Component>(
      path: DownloadPath,
      given: {
        path: { s: number; component: C };
        query?: Given<Operation<DownloadPath, "get">>["query"];
        signal?: AbortSignal;
      },
    ): AsyncGenerator<Row<C>, void, undefined> => downloadOf(ask, path, given as Question),

    /** Live changes of the protection map. */
    events: (given: EventsGiven = {}): AsyncGenerator<EventChange, void, undefined> =>
      eventsOf(ask, options, given),

    /** Raw response, for other formats and headers. Throws error responses; retries 429 and 503. */
    ask,
  };
}

export type Client = ReturnType<typeof createClient>;
