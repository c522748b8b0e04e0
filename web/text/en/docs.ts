export const docs = {
  title: "Docs",
  about: "Every operation of the API: parameters, responses, and a form to try it.",
  navigation: "API operations",
  search: "Search operations",
  searchExample: "bank soc, forecast …",
  found: (n: number) => (n === 1 ? "1 operation" : `${n} operations`),
  notFound: "No matching operation",
  guide: "Getting started",
  problems: "Errors",
  document: "OpenAPI document (JSON)",
  unknown: (id: string) => `Operation not found: ${id}`,
  unknownWhat: "Search for it, or select one from the list.",
  access: {
    none: "no key required",
    any: "key required",
    scopes: "required scope",
    or: "or",
    yours: "Allowed for your key",
    notYours: "Not allowed for your key",
  },
  parameters: {
    title: "Parameters",
    none: "No parameters.",
    name: "Name",
    in: "In",
    type: "Type",
    what: "Description",
    example: "Example",
    required: "required",
    places: { path: "path", query: "query", header: "header" },
    byDefault: (value: string) => `default ${value}`,
    from: (min: number) => `${min} or more`,
    to: (max: number) => `up to ${max}`,
    range: (min: number, max: number) => `${min} to ${max}`,
  },
  body: {
    title: "Request body",
    required: "A request body is required.",
    example: "Example",
  },
  answers: {
    title: "Responses",
    problem: "Error",
    headers: "Headers",
    all: "All fields",
    ofSite: "Columns differ by site. The Data page describes each one.",
  },
  curl: {
    title: "curl",
    what: "First set your key in the environment: export ESS_KEY=ess_…",
  },
  attempt: {
    title: "Try it",
    what: "Sends the request from this page with your current key.",
    go: "Send",
    sending: "Sending …",
    stop: "Stop",
    answered: (status: number, millis: number) => `Status ${status} after ${millis} ms`,
    cut: (kilobytes: number) => `Truncated: first ${kilobytes} KB at most, received within 5 s.`,
    unreadable: (type: string) => `The response body is ${type} and cannot be shown.`,
    empty: "The response body is empty.",
    headers: "Headers",
    body: "Response body",
    clear: "Clear values",
  },
  start: {
    signIn: {
      title: "Sign in",
      lines: [
        "On your own machine the service requires no key. Elsewhere, send an API key in the header `Authorization: Bearer …` or `X-API-Key`, never in a URL.",
        "The scopes of a key set its access: `raw:read` for operating data, `di:read` for de-identified data, `analytics:read` for indicators, forecasts and events, `ingest` for sending rows, `admin` for keys and the audit log. `GET /api/ess/caller/` returns the scopes of your key.",
      ],
    },
    first: {
      title: "First requests",
      lines: [
        "Start with the sites. Each lists its banks, racks and columns, and the time of its first row. Then request the rows of a bank, or its latest row.",
      ],
    },
    times: {
      title: "Time ranges and time zones",
      lines: [
        "A range runs from `start-time` (inclusive) to `end-time` (exclusive). `date=2026-11-22` selects one day in the time zone of the site.",
        "A time without an offset is local time of the site. A time with an offset or Z is taken as given. Responses use local time with the offset of the site. `time-format` selects `local`, `utc` or `unix` instead.",
      ],
    },
    paging: {
      title: "Pages and cursors",
      lines: [
        "Lists are paginated. Follow `next` until it is `null`. It holds a cursor, which is equally fast at any depth, whereas `page=4000` has to count all rows before it. `page_size` sets the rows per page.",
        "`no_page=true` streams all rows as one array.",
      ],
    },
    downloads: {
      title: "Downloads",
      lines: [
        "Download a whole component as a stream: CSV by default, or `format=` csv.gz, ndjson or parquet. The header `ESS-Rows` gives the number of rows in advance. A failed transfer closes the connection and is never silently short. `trailer=1` adds the row count and a checksum as the last record.",
        "`POST /api/ess/download-links/` creates a link that works without a key until it expires.",
      ],
    },
    forecasts: {
      title: "Forecasts",
      lines: [
        "`origin=latest` returns one item per bank, 10 minutes ahead of its latest row. `ridge` is the forecast, `ridge_lower` and `ridge_upper` bound the 90 % interval, and `persistence` is the current value. Without a forecast, `reason` gives the cause.",
      ],
    },
    errors: {
      title: "Errors",
      lines: [
        "Every error response is `application/problem+json`. Use `code` in programs. `title` and `detail` are for people, in Korean or English by `Accept-Language`. A response lists all errors of the request.",
        "After 429 and 503, wait for the time in `Retry-After`. Repeat a write with the same `Idempotency-Key`.",
      ],
      all: "All errors",
    },
  },
  errors: {
    title: "Errors",
    status: (status: number) => `Status ${status}`,
    toDocs: "Back to docs",
    contents: "Error codes",
  },
} as const;
