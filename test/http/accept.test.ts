import { expect, test } from "vitest";
import { preferredFormat } from "../../src/response/accept.ts";
import { FILE_FORMATS, LIST_FORMATS } from "../../src/response/formats/row-formats.ts";

const BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

test.for([
  [undefined, "json", "csv"],
  ["", "json", "csv"],
  ["*/*", "json", "csv"],
  [BROWSER, "json", "csv"],
  ["text/csv", "csv", "csv"],
  ["TEXT/CSV; header=present", "csv", "csv"],
  ["text/*", "csv", "csv"],
  ["application/gzip", "csv.gz", "csv.gz"],
  ["application/x-ndjson", "ndjson", "ndjson"],
  ["application/vnd.apache.parquet", "parquet", "parquet"],
  ["application/x-ndjson, text/csv, application/vnd.apache.parquet", "csv", "csv"],
  ["text/csv;q=0.5, application/x-ndjson;q=0.9", "ndjson", "ndjson"],
  ["application/*", "json", "csv.gz"],
  ["application/*;q=0.9, application/gzip;q=0.1, text/csv;q=0.2", "json", "ndjson"],
  ["*/*, text/csv;q=0, application/json;q=0", "csv.gz", "csv.gz"],
  ["text/csv;q=0.3, */*;q=0.1", "csv", "csv"],
  ["application/json, */*;q=0.1", "json", "csv"],
] as const)("Accept: %s is %s of a list and %s of a file", ([accept, list, file]) => {
  expect(preferredFormat(accept, LIST_FORMATS)).toBe(list);
  expect(preferredFormat(accept, FILE_FORMATS)).toBe(file);
});

test.for(["text/html", "image/*", "text/csv;q=0", "*/*;q=0", "text/csv;q=x", "application/json"])(
  "Accept: %s names nothing that a file is had in",
  (accept) => {
    expect(() => preferredFormat(accept, FILE_FORMATS)).toThrow("text/csv, application/gzip");
  },
);
