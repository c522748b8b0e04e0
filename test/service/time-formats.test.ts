import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { DEMO } from "../support/demo.ts";
import { get, getJson, getProblem, type PageBody, type Row } from "../support/http.ts";
import { LISTS, WITH_LATEST } from "./support/lists.ts";

const SEOUL = 9 * 3_600_000;

/** How each format writes a moment (epoch ms), by means of JavaScript alone. */
const written = {
  iso: (ms: number) => `${new Date(ms + SEOUL).toISOString().slice(0, 19)}+09:00`,
  local: (ms: number) => new Date(ms + SEOUL).toISOString().slice(0, 19),
  utc: (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`,
  unix: (ms: number) => ms,
};
type Format = keyof typeof written;
const FORMATS = Object.keys(written) as Format[];

const RANGE = "start-time=2026-01-05T23:30&end-time=2026-01-06T00:30";
const MOMENTS = Array.from(
  { length: 12 },
  (_, i) => Date.parse("2026-01-05T23:30:00+09:00") + i * DEMO.stepSeconds * 1000,
);
const expected = (format: Format) => MOMENTS.map((ms) => written[format](ms));
const timesOf = (rows: readonly Row[]) => [...new Set(rows.map((row) => row["timestamp"]))];

test.for(LISTS)(
  "$where names the same moments in every time-format, paged and unpaged",
  async ({ path }) => {
    for (const format of FORMATS) {
      const query = `fields=timestamp&time-format=${format}&${RANGE}`;
      const page = await getJson<PageBody>(`${path}?${query}`);
      expect(timesOf(page.results), `${path} ${format}`).toEqual(expected(format));
      const rows = await getJson<Row[]>(`${path}?${query}&no_page`);
      expect(timesOf(rows), `${path} ${format} no_page`).toEqual(expected(format));
    }
  },
);

test.for(FORMATS)(
  "time-format=%s is the same without a range, where no one offset is known",
  async (format) => {
    const path = `/api/ess/operating-sites/2/banks/1/?time-format=${format}&page_size=1`;
    const { results } = await getJson<PageBody>(path);
    expect(results[0]?.["timestamp"]).toBe(written[format](DEMO.from));
  },
);

test("iso is the format where none is named", async () => {
  const { results } = await getJson<PageBody>(`/api/ess/operating-sites/1/etc/?${RANGE}`);
  expect(timesOf(results)).toEqual(expected("iso"));
});

test.for(WITH_LATEST)(
  "$where latest/ names the same moment in every time-format",
  async ({ path }) => {
    const last = DEMO.from + DEMO.days * 86_400_000 - DEMO.stepSeconds * 1000;
    for (const format of FORMATS) {
      const row = await getJson<Row>(`${path}latest/?time-format=${format}`);
      expect(row["timestamp"], `${path} ${format}`).toBe(written[format](last));
    }
  },
);

test.for(["bank", "rack", "pcs", "etc"])(
  "the file of %s names the same moments in every time-format",
  async (component) => {
    for (const format of FORMATS) {
      const path = `/api/ess/download/operating-sites/2/${component}/?fields=timestamp&time-format=${format}&${RANGE}`;
      const text = await (await get(path)).text();
      const rows = parse(text, { columns: true, record_delimiter: "\r\n" }) as Row[];
      expect(timesOf(rows), path).toEqual(expected(format).map(String));
    }
  },
);

test.for(["ISO", "rfc3339", "", "local,utc"])(
  "time-format=%s is 400 and names the four",
  async (format) => {
    const { errors } = await getProblem(
      `/api/ess/operating-sites/2/banks/1/latest/?time-format=${format}`,
      400,
    );
    expect(errors).toMatchObject([{ name: "time-format", code: "not_allowed", allowed: FORMATS }]);
  },
);
