import { FILE_FORMATS, ROW_FORMATS } from "../../response/formats/row-formats.ts";

/* What is documented of rows in other formats than JSON, by their media types and headers. */

const BINARY = ["csv.gz", "parquet"];

export const FILE_CONTENT = Object.fromEntries(
  FILE_FORMATS.map((name) => {
    const binary = BINARY.includes(name) ? { format: "binary" } : {};
    return [ROW_FORMATS[name].mediaTypes[0], { schema: { type: "string" as const, ...binary } }];
  }),
);

export const ROW_HEADERS = {
  "ESS-Rows": { schema: { type: "integer" as const }, description: "Number of rows in the answer" },
  "ESS-Columns": {
    schema: { type: "string" as const },
    description: "The names of the columns, as the header line of CSV has them",
  },
};

export const LIST_HEADERS = {
  ...ROW_HEADERS,
  "ESS-Count": {
    schema: { type: "integer" as const },
    description: "Number of rows of the whole list; JSON has it inside",
  },
  Link: {
    schema: { type: "string" as const },
    description: "Addresses of the next and the previous page (RFC 8288); JSON has them inside",
  },
};
