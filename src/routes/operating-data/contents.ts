import { FILE_FORMATS, ROW_FORMATS } from "../../response/formats/row-formats.ts";

/* Media types and headers of rows, for the OpenAPI document. */

const BINARY = ["csv.gz", "parquet"];

export const FILE_CONTENT = Object.fromEntries(
  FILE_FORMATS.map((name) => {
    const binary = BINARY.includes(name) ? { format: "binary" } : {};
    return [ROW_FORMATS[name].mediaTypes[0], { schema: { type: "string" as const, ...binary } }];
  }),
);

export const ROW_HEADERS = {
  "ESS-Rows": {
    schema: { type: "integer" as const },
    description: "Number of rows in the response",
  },
  "ESS-Columns": {
    schema: { type: "string" as const },
    description: "Column names, as in the header line of CSV",
  },
};

export const LIST_HEADERS = {
  ...ROW_HEADERS,
  "ESS-Count": {
    schema: { type: "integer" as const },
    description: "Number of rows in the whole list. In JSON it is `count`",
  },
  Link: {
    schema: { type: "string" as const },
    description:
      "URLs of the next and the previous page (RFC 8288). In JSON they are `next` and `previous`",
  },
};
