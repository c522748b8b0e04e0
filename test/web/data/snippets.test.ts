import { expect, test } from "vitest";
import { type Source, snippetOf } from "../../../web/pages/data/copy/snippets";
import { FORMATS } from "../../../web/pages/data/request/formats";

const source: Source = {
  url: "https://ess.example/api/ess/download/operating-sites/2/bank/?start-time=2026-01-05T00:00:00&fields=a,b",
  fileName: "ess-site-2-bank.csv",
  format: FORMATS.csv,
  needsKey: true,
  hasTime: true,
};

test("curl fails where the service refuses or the transfer breaks, and keeps no part", () => {
  expect(snippetOf("curl", source)).toBe(
    [
      "curl --fail --remove-on-error \\",
      '  -H "Authorization: Bearer $ESS_KEY" \\',
      "  -o 'ess-site-2-bank.csv' \\",
      `  '${source.url}'`,
    ].join("\n"),
  );
});

test("Python reads it with pandas, the time as time", () => {
  expect(snippetOf("python", source)).toBe(`import os

import pandas as pd

rows = pd.read_csv(
    "${source.url}",
    storage_options={"Authorization": "Bearer " + os.environ["ESS_KEY"]},
    parse_dates=["timestamp"],
)
print(rows)`);
  expect(snippetOf("python", { ...source, hasTime: false })).not.toContain("parse_dates");
});

test("R reads it with httr2 and readr", () => {
  expect(snippetOf("r", source)).toBe(`library(httr2)
library(readr)

file <- tempfile(fileext = ".csv")
request("${source.url}") |>
  req_auth_bearer_token(Sys.getenv("ESS_KEY")) |>
  req_perform(path = file)
rows <- read_csv(file)
print(rows)`);
});

test("JSON is read as such", () => {
  const json = { ...source, format: FORMATS.json };
  expect(snippetOf("python", json)).toContain("pd.read_json(");
  expect(snippetOf("python", json)).not.toContain("parse_dates");
  expect(snippetOf("r", json)).toContain("rows <- fromJSON(file)");
});

test.for([
  ["csv.gz", "pd.read_csv(", 'compression="gzip"', "read_csv(file)"],
  ["parquet", "pd.read_parquet(", "storage_options", "library(arrow)"],
  ["ndjson", "pd.read_json(", "lines=True", "stream_in(file(file))"],
] as const)("%s is read by what reads it", ([name, call, option, inR]) => {
  const other = { ...source, format: FORMATS[name] };
  expect(snippetOf("python", other)).toContain(call);
  expect(snippetOf("python", other)).toContain(option);
  expect(snippetOf("python", other).includes("parse_dates")).toBe(name === "csv.gz");
  expect(snippetOf("r", other)).toContain(inR);
  expect(snippetOf("r", other)).toContain(`fileext = ".${name}"`);
});

test.for(["curl", "python", "r"] as const)(
  "where no key is asked for, %s names none; and a key never stands in the address",
  (language) => {
    expect(snippetOf(language, { ...source, needsKey: false })).not.toMatch(/key|Bearer/i);
    expect(snippetOf(language, source)).toContain("ESS_KEY");
    expect(source.url).not.toContain("ESS_KEY");
  },
);

test("an address with a quote is still one word of the shell", () => {
  const text = snippetOf("curl", { ...source, url: "https://ess.example/?a='$(rm)'" });
  expect(text).toContain(`'https://ess.example/?a='\\''$(rm)'\\'''`);
});
