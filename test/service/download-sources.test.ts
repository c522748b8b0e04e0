import { expect, inject, test } from "vitest";
import { getProblem } from "../support/http.ts";
import { answerOf } from "./support/lists.ts";

const DAY = "date=2026-01-05";
/** Moments of the day. */
const ROWS = 288;

const at = (path: string) => new URL(`/api/ess/download/${path}`, inject("worker")).href;

/** Banks and racks that a file's rows are of, as `2/8`. */
function sourcesIn(text: string): string[] {
  const [header = "", ...lines] = text.trimEnd().split("\r\n");
  const names = header.split(",");
  const ids = ["bank_id", "rack_id"].map((name) => names.indexOf(name)).filter((at) => at >= 0);
  const sources = lines.map((line) => ids.map((at) => line.split(",")[at]).join("/"));
  return [...new Set(sources)].toSorted();
}

test.for([
  ["operating-sites/2/bank/", "bank=2", ["2"], "ess-site-2-bank_bank-2"],
  ["operating-sites/2/rack/", "bank=2&rack=8", ["2/8"], "ess-site-2-rack_bank-2_rack-8"],
  ["operating-sites/2/rack/", "rack=1", ["1/1", "2/1"], "ess-site-2-rack_rack-1"],
  [
    "operating-sites/1/rack/",
    "bank=1",
    [1, 2, 3, 4, 5, 6, 7, 8].map((rack) => `1/${rack}`),
    "ess-site-1-rack_bank-1",
  ],
  ["di/operating-sites/2/bank/", "bank=1", ["1"], "ess-site-2-bank-di_bank-1"],
] as const)(
  "the file of %s with %s has the rows of these alone",
  async ([path, query, sources, name]) => {
    const url = at(
      `${path}?${DAY}&fields=timestamp,bank_id${path.includes("rack/") ? ",rack_id" : ""}&${query}`,
    );
    const { response, text, whole } = await answerOf(url);
    expect(response.status, whole).toBe(200);
    expect(sourcesIn(text)).toEqual(sources);
    const rows = String(ROWS * sources.length);
    expect(text.trimEnd().split("\r\n")).toHaveLength(Number(rows) + 1);
    const head = await answerOf(url, { method: "HEAD" });
    for (const { headers } of [response, head.response]) {
      expect(headers.get("ess-rows"), whole).toBe(rows);
      expect(headers.get("content-disposition")).toBe(
        `attachment; filename="${name}_20260104T150000Z_20260105T150000Z.csv"`,
      );
    }
  },
);

test.for([
  ["bank/?bank=3", 400, "bank", "not_allowed"],
  ["bank/?bank=x", 400, "bank", "not_in_range"],
  ["bank/?bank=1&bank=2", 400, "bank", "repeated"],
  ["bank/?rack=1", 400, "rack", "unknown_parameter"],
  ["rack/?rack=10", 400, "rack", "not_in_range"],
  ["pcs/?bank=1", 400, "bank", "unknown_parameter"],
  ["etc/?rack=1", 400, "rack", "unknown_parameter"],
] as const)("a file of %s is %d: %s is %s", async ([query, status, name, code]) => {
  const { errors } = await getProblem(`/api/ess/download/operating-sites/2/${query}`, status);
  expect(errors).toMatchObject([{ in: "query", name, code }]);
});

test("a rack that the chosen bank has not is 404", async () => {
  const { code } = await getProblem("/api/ess/download/operating-sites/2/rack/?bank=2&rack=9", 404);
  expect(code).toBe("unknown_rack");
});

test("a signed link is for the bank that it was signed for", async () => {
  const response = await fetch(new URL("/api/ess/download-links/", inject("worker")), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      path: "/api/ess/download/operating-sites/2/bank/",
      parameters: { date: "2026-01-05", bank: 2, fields: "bank_id" },
    }),
  });
  const { url } = (await response.json()) as { url: string };
  expect(sourcesIn((await answerOf(url)).text)).toEqual(["2"]);
  expect((await fetch(url.replace("bank=2", "bank=1"))).status).toBe(403);
});
