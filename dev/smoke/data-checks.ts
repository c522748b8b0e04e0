import { createHash } from "node:crypto";
import { type Check, jsonOf, must, type Place, problemOf } from "./context.ts";

type Row = Record<string, unknown>;
type Page = { count: number; next: string | null; results: Row[] };

/** Rows come in while it is looked. */
const LATER_MS = 600_000;

const bankPath = ({ site, bank }: Place) => `operating-sites/${site.id}/banks/${bank}/`;

/** A check that needs a site with rows. */
const ofPlace =
  (
    run: (place: Place, ask: (path: string) => Promise<Response>) => Promise<string>,
  ): Check["run"] =>
  async ({ place, ask }) =>
    place ? run(place, (path) => ask(path)) : "no site has rows of banks yet: nothing to look at";

/** What needs a caller who may read, of the first bank that has rows and its last ten minutes. */
export const DATA_CHECKS: readonly Check[] = [
  {
    name: "a list has pages",
    scope: "raw:read",
    run: ofPlace(async (place, ask) => {
      const page = await jsonOf<Page>(
        ask(`/api/ess/${bankPath(place)}?${place.range}&page_size=1&fields=timestamp,bank_soc`),
      );
      must(page.count > 0 && page.results.length === 1, `${page.count} rows, none on the page`);
      must(
        (page.next === null) === (page.count === 1),
        `next is ${page.next} of ${page.count} rows`,
      );
      return `${page.count} rows of site ${place.site.id}, bank ${place.bank}`;
    }),
  },
  {
    name: "the newest row is no newer than the list of sites tells",
    scope: "raw:read",
    run: ofPlace(async (place, ask) => {
      const row = await jsonOf<Row>(ask(`/api/ess/${bankPath(place)}latest/?time-format=unix`));
      const newest = Number(row.timestamp);
      const told = Date.parse(place.site.components.bank?.latest ?? "");
      must(newest > 0 && newest <= told + LATER_MS, `it is of ${row.timestamp}, told was ${told}`);
      return new Date(newest).toISOString();
    }),
  },
  {
    name: "rows can be aggregated",
    scope: "analytics:read",
    run: ofPlace(async (place, ask) => {
      const buckets = await jsonOf<Row[]>(
        ask(
          `/api/ess/${bankPath(place)}stats/aggregate/?${place.range}&fields=bank_soc&agg=avg&time-bucket-width=1%20minute`,
        ),
      );
      const rows = buckets.reduce((sum, { count }) => sum + Number(count), 0);
      must(rows > 0, "no row is in any bucket");
      return `${rows} rows in ${buckets.length} buckets`;
    }),
  },
  { name: "a download proves itself", scope: "raw:read", run: ofPlace(checkDownload) },
  {
    name: "an indicator is computed",
    scope: "analytics:read",
    run: ofPlace(async (place, ask) => {
      const items = await jsonOf<{ sos_score: number }[]>(
        ask(`/api/ess/stats/sos/${bankPath(place)}?${place.range}&interval=1%20minute`),
      );
      const scores = items.map(({ sos_score }) => sos_score);
      must(
        scores.every((score) => score > 0 && score <= 1),
        `a state of safety is outside (0, 1]: ${scores}`,
      );
      return `${scores.length} states of safety`;
    }),
  },
  {
    name: "events are listed",
    scope: "analytics:read",
    run: async ({ ask }) => {
      const page = await jsonOf<Page>(ask("/api/ess-feature/protectionmap/?page_size=1"));
      must(Number.isInteger(page.count) && Array.isArray(page.results), "it is no page");
      return `${page.count} events`;
    },
  },
  {
    name: "bad input is explained, all of it at once",
    scope: "raw:read",
    run: ofPlace(async (place, ask) => {
      const path = `/api/ess/${bankPath(place)}?page=0&feilds=bank_soc`;
      const { code, errors } = await problemOf(ask(path), 400);
      const names = errors?.map(({ name }) => name).join(", ");
      must(names === "page, feilds", `the problem is about ${names || "nothing"}`);
      return `400 ${code}: ${names}`;
    }),
  },
];

const END = /\r\n(_end,(\d+),([0-9a-f]{64})\r\n)$/;

async function checkDownload(
  { site, range }: Place,
  ask: (path: string) => Promise<Response>,
): Promise<string> {
  const response = await ask(
    `/api/ess/download/operating-sites/${site.id}/bank/?${range}&trailer=1`,
  );
  const text = await response.text();
  must(response.status === 200, `it answers ${response.status}: ${text.slice(0, 200)}`);
  const [, end = "", told, sha256] = END.exec(text) ?? [];
  must(told !== undefined, "it ends without its trailer");
  const file = text.slice(0, -end.length);
  must(
    createHash("sha256").update(file).digest("hex") === sha256,
    "its bytes are not those that were sent",
  );
  const rows = file.split("\r\n").length - 2;
  must(rows === Number(told), `it has ${rows} rows instead of the ${told} that its end tells`);
  const announced = Number(response.headers.get("ess-rows"));
  must(rows >= announced, `it has ${rows} rows, ${announced} were announced`);
  return `${rows} rows, SHA-256 as told`;
}
