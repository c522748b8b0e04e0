export const docs = {
  title: "Docs",
  about: "Every address of the service: what it takes, what it answers, and a way to try it.",
  navigation: "Operations",
  search: "Search operations",
  searchExample: "bank soc, forecast …",
  found: (n: number) => (n === 1 ? "1 operation" : `${n} operations`),
  notFound: "No operation matches",
  guide: "Getting started",
  problems: "Problems",
  document: "OpenAPI document (JSON)",
  unknown: (id: string) => `There is no operation ${id}`,
  unknownWhat: "Search for it, or choose one of the list.",
  access: {
    none: "needs no key",
    any: "needs a key",
    scopes: "needs the scope",
    or: "or",
    yours: "You may use it",
    notYours: "Your key may not use it",
  },
  parameters: {
    title: "Parameters",
    none: "It takes no parameters.",
    name: "Name",
    in: "In",
    type: "Type",
    what: "What it is",
    example: "Example",
    required: "required",
    places: { path: "path", query: "query", header: "header" },
    byDefault: (value: string) => `default ${value}`,
    from: (least: number) => `from ${least}`,
    to: (most: number) => `up to ${most}`,
    range: (least: number, most: number) => `${least} to ${most}`,
  },
  body: {
    title: "Body",
    required: "A body is required.",
    example: "Example",
  },
  answers: {
    title: "Answers",
    problem: "Problem",
    headers: "Headers",
    all: "All fields",
    ofSite: "Columns differ by site; the Data page says what each one is.",
  },
  curl: {
    title: "With curl",
    what: "Put your key into the environment first: export ESS_KEY=ess_…",
  },
  attempt: {
    title: "Try it",
    what: "Sent from this page, with the key that you are signed in with.",
    go: "Send",
    sending: "Sending …",
    stop: "Stop",
    answered: (status: number, millis: number) => `Status ${status} after ${millis} ms`,
    cut: (kilobytes: number) =>
      `The beginning only: at most ${kilobytes} KB, and what came within 5 s.`,
    unreadable: (type: string) => `The body is ${type} and not shown.`,
    empty: "The body is empty.",
    headers: "Headers",
    body: "Body of the answer",
    clear: "Clear the values",
  },
  start: {
    signIn: {
      title: "Sign in",
      lines: [
        "On your own machine the service answers everybody. Elsewhere it wants an API key: in the header `Authorization: Bearer …`, or `X-API-Key`. A key never goes into an address.",
        "A key may do what its scopes say: `raw:read` operating data, `di:read` de-identified data, `analytics:read` indicators, forecasts and events, `ingest` new rows, `admin` keys and the audit. `GET /api/ess/caller/` tells what yours may do.",
      ],
    },
    first: {
      title: "First requests",
      lines: [
        "Begin with the sites: they tell their banks, racks and columns, and since when there are rows. Then ask for rows of a bank, or for its newest one.",
      ],
    },
    times: {
      title: "Ranges of time and zones",
      lines: [
        "A range is `start-time` and `end-time`: the start is in it, the end is not. `date=2026-11-22` is one day of the site.",
        "A time without an offset is wall clock of the site's time zone; with one, or with Z, it is what it says. Answers are wall clock with the site's offset; `time-format` asks for `local`, `utc` or `unix` instead.",
      ],
    },
    paging: {
      title: "Pages and cursors",
      lines: [
        "Lists come in pages. Follow `next` until it is `null`: it holds a cursor and costs the same at any depth, while `page=4000` has to count its way. `page_size` says how many rows a page has.",
        "`no_page=true` streams all rows as one array.",
      ],
    },
    downloads: {
      title: "Downloads",
      lines: [
        "A whole component comes as CSV, or by `format=` as csv.gz, ndjson or parquet, streamed. The header `ESS-Rows` tells how many rows it will have; a transfer that fails is broken, never quietly short. `trailer=1` adds the number of rows and a checksum as the last record.",
        "A link that works without a key, until it expires, is made by `POST /api/ess/download-links/`.",
      ],
    },
    forecasts: {
      title: "Forecasts",
      lines: [
        "`origin=latest` gives one item for each bank, ten minutes ahead of its newest row. `ridge` is the forecast, `ridge_lower` and `ridge_upper` the limits of nine in ten, `persistence` the value held. Where no model answers, `reason` says why.",
      ],
    },
    errors: {
      title: "Errors",
      lines: [
        "What is no success is `application/problem+json`. Program against `code`; `title` and `detail` are for people, in Korean or English by `Accept-Language`. All faults of a request are told at once.",
        "After 429 and 503 wait as long as `Retry-After` says. A write is sent again with the same `Idempotency-Key`.",
      ],
      all: "All problems",
    },
  },
  errors: {
    title: "Problems",
    status: (status: number) => `Status ${status}`,
    toDocs: "To the docs",
    contents: "Codes of problems",
  },
} as const;
