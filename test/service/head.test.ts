import { expect, inject, test } from "vitest";
import { answerOf, LISTS, WITH_LATEST } from "./support/lists.ts";

const FILE = "/api/ess/download/operating-sites/2";

const PATHS = [
  "/healthz",
  "/readyz",
  "/api/ess/operating-sites/",
  "/api/ess/operating-sites/1/",
  ...LISTS.filter(({ site }) => site.id === 3).flatMap(({ path }) => [
    `${path}?page_size=3`,
    `${path}?no_page&date=2026-01-05`,
  ]),
  ...WITH_LATEST.filter(({ site }) => site.id === 3).map(({ path }) => `${path}latest/`),
  ...["bank", "rack", "pcs", "etc"].map((component) => `${FILE}/${component}/?date=2026-01-05`),
  `${FILE}/bank/?date=2026-01-05&trailer=1&fields=timestamp`,
  `${FILE}/bank/?date=2020-01-01`,
  ...["csv.gz", "ndjson", "parquet"].flatMap((format) => [
    `${FILE}/rack/?date=2026-01-05&format=${format}`,
    `/api/ess/operating-sites/2/banks/1/?page_size=3&format=${format}`,
    `/api/ess/operating-sites/2/banks/1/?no_page&date=2026-01-05&format=${format}`,
  ]),
  "/api/ess/operating-sites/9/",
  "/api/ess/operating-sites/2/banks/1/?page=0",
  `${FILE}/bank/?format=xyz`,
  "/nowhere",
];

/** What names one answer, or how it travels, is not compared. */
const OWN = [
  "x-request-id",
  "date",
  "content-length",
  "transfer-encoding",
  "connection",
  "keep-alive",
];

const headersOf = (response: Response) =>
  Object.fromEntries([...response.headers].filter(([name]) => !OWN.includes(name)));

test.for(PATHS)("HEAD %s has the status and headers of GET and no body", async (path) => {
  const url = new URL(path, inject("worker")).href;
  const got = await answerOf(url);
  const head = await answerOf(url, { method: "HEAD" });
  expect(head.text, head.whole).toBe("");
  expect(head.response.status, got.whole).toBe(got.response.status);
  expect(headersOf(head.response), got.whole).toEqual(headersOf(got.response));
});

test.for(PATHS)("%s says who asked, is nobody else's to store and no guesswork", async (path) => {
  const { response, text, whole } = await answerOf(new URL(path, inject("worker")).href);
  const { headers } = response;
  expect(headers.get("x-request-id"), whole).toMatch(/^[0-9a-f-]{36}$/);
  expect(headers.get("cache-control"), whole).toMatch(/^(no-store$|private,)/);
  expect(headers.get("x-content-type-options"), whole).toBe("nosniff");
  if (!response.ok) expect(JSON.parse(text).request_id, whole).toBe(headers.get("x-request-id"));
});
