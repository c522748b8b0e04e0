import type { Recorder } from "./recorder.ts";

/** An operation as the recording keeps it, so that a later comparison asks the same. */
export type Operation = { method: string; path: string; parameters: string[] };

type Document = {
  paths: Record<string, Record<string, { parameters?: { in: string; name: string }[] }>>;
};

const METHODS = ["get", "post", "put", "delete", "patch"];

export const operationsOf = ({ paths }: Document): Operation[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => ({
      method,
      path,
      parameters: (item[method]?.parameters ?? [])
        .filter((parameter) => parameter.in === "query")
        .map(({ name }) => name),
    })),
  );

const DAY = "date=2026-01-07";
const RANGE = "start-time=2026-01-07T09:00:00&end-time=2026-01-07T09:20:00";
const FIELDS: Record<string, string> = {
  bank: "bank_soc",
  rack: "rack_soc",
  pcs: "ai_pac",
  etc: "sensor1_temperature",
};

/** Values of each parameter that are taken, and some that are not. */
const VALUES: Record<string, [good: string[], bad: string[]]> = {
  "start-time": [["2026-01-07T00:00:00Z"], ["yesterday", "2026-02-30", ""]],
  "end-time": [["2026-01-07T09:10:00%2B09:00"], ["2026-01-07T25:00:00", "2020-01-01"]],
  date: [["2026-01-08"], ["2026-13-01", "7 Jan"]],
  "start-date": [["2026-01-06"], ["2026-13-01"]],
  "end-date": [["2026-01-09"], ["never", "2026-01-01"]],
  fields: [["timestamp"], ["bank_sok", ""]],
  omit: [["timestamp"], ["bank_sok"]],
  "time-format": [["iso", "local", "utc", "unix"], ["epoch"]],
  page: [
    ["1", "last"],
    ["0", "99", "x"],
  ],
  page_size: [["3"], ["0", "10001", "x"]],
  cursor: [[], ["abc", ""]],
  no_page: [["true", ""], ["maybe"]],
  format: [["csv", "csv.gz", "ndjson", "parquet", "json"], ["xlsx"]],
  trailer: [["1"], ["2"]],
  profile: [["bdf", "original", "integrated"], ["bdx"]],
  quality: [["1"], ["2"]],
  bank: [["1"], ["0", "99"]],
  rack: [["1"], ["99", "x"]],
  "time-bucket-width": [
    ["5 min", "PT1H"],
    ["1 parsec", "0 s"],
  ],
  tz: [["UTC"], ["Mars/Olympus"]],
  explain: [["1"], ["2"]],
  agg: [["avg,first,last", "min,max,count"], ["median"]],
  "max-points": [["10"], ["0"]],
  fill: [["null", "previous", "linear", "none"], ["zero"]],
  interval: [
    ["5min", "PT10M"],
    ["0 s", "soon"],
  ],
  mode: [["1", "2"], ["3"]],
  horizon: [
    ["30 min", "path"],
    ["61 min", "x"],
  ],
  origin: [["latest"], ["first"]],
  since: [["2026-01-01T00:00:00Z"], ["x"]],
  charge_status: [["0", "2"], ["3"]],
  status: [["1"], ["x"]],
  period: [["1", "7"], ["2"]],
  target: [["min_cell_temperature", "cell_voltage_gap"], ["x"]],
  component: [["rack"], ["pcs"]],
  name: [["over_voltage_safety"], ["x"]],
  chart_type: [["ExSoS"], ["x"]],
  time: [["2026-01-07T12:00:00"], ["x"]],
  error_code: [["1"], ["15"]],
  level: [["1", "2"], ["3"]],
  open: [["1", "0"], ["2"]],
  expand: [["1s"], ["2s"]],
  message: [["volt", "%EC%A0%84%EC%95%95"], [""]],
  site: [["2"], ["99"]],
  seconds: [[], ["0"]],
  key: [["zzzzzzzz"], ["x"]],
  before: [["1"], ["0"]],
};

/** Of forecasts alike in all but their target, only this one is asked everything. */
const ALIKE = /forecasting-(?!max-cell-voltage|bank-sos|sol)/;

const fill = (path: string, site: number, bank = 1, rack = 3, component = "bank"): string =>
  path
    .replace(/\{(s|site)\}/, String(site))
    .replace(/\{(b|bank)\}/, String(bank))
    .replace(/\{(r|rack)\}/, String(rack))
    .replace("{component}", component)
    .replace("{lookup}", "zzzzzzzz")
    .replace("{id}", "999999");

function needs({ path, parameters }: Operation): string {
  const has = (name: string) => parameters.includes(name);
  const needed: string[] = [];
  if (has("start-date")) needed.push("start-date=2026-01-05&end-date=2026-01-08");
  else if (has("date") && /socp|backtest|protectionmap/.test(path)) needed.push(DAY);
  else if (has("start-time") && !path.includes("audit")) needed.push(RANGE);
  if (has("agg")) {
    const component = /racks/.test(path) ? "rack" : (/\/(pcs|etc)\//.exec(path)?.[1] ?? "bank");
    needed.push(`fields=${FIELDS[component]}`);
  }
  if (has("target")) needed.push("target=max_cell_voltage");
  return needed.join("&");
}

const withQuery = (path: string, ...parts: string[]): string => {
  const query = parts.filter(Boolean).join("&");
  return query ? `${path}?${query}` : path;
};

/** The needed parameters without one of them, which another value takes the place of. */
const without = (query: string, name: string): string =>
  query
    .split("&")
    .filter((part) => {
      const [own] = part.split("=");
      if (name === "origin") return !/^(start|end)-time$|^date$/.test(own ?? "");
      return own !== name;
    })
    .join("&");

/** Every operation, parameter by parameter; what changes something is asked here only in ways that are refused. */
export async function askGenerated(recorder: Recorder, operations: readonly Operation[]) {
  for (const operation of operations) {
    const { path, method, parameters } = operation;
    if (path.includes("protectionmap/stream")) continue;
    if (method === "get") await askReading(recorder, operation);
    else {
      const headers = { "accept-language": "en" };
      const upper = method.toUpperCase();
      await recorder.ask(fill(path, 99), { method: upper, headers });
      await recorder.ask(fill(path, 2), { method: upper, on: "closed" });
      await recorder.ask(`${fill(path, 2)}?surplus=1`, { method: upper, headers });
    }
    const full = withQuery(fill(path, 2), needs(operation));
    await recorder.ask(full, { method: "OPTIONS" });
    await recorder.ask(full, { method: "PATCH", headers: { "accept-language": "en" } });
    await recorder.ask(full, { on: "closed", method: method.toUpperCase() });
    if (parameters.length > 0 && !ALIKE.test(path)) await recorder.ask(full, { method: "HEAD" });
  }
}

async function askReading(recorder: Recorder, operation: Operation): Promise<void> {
  const { path, parameters } = operation;
  const query = needs(operation);
  const ask = (site: number, ...parts: string[]) =>
    recorder.ask(withQuery(fill(path, site), query, ...parts));
  const first = await ask(2);
  if (ALIKE.test(path)) {
    await ask(2, "explain=1&time-format=utc");
    await recorder.ask(withQuery(fill(path, 2, 9), query), {
      headers: { "accept-language": "en" },
    });
    return;
  }
  if (path.includes("{")) {
    await ask(1);
    await ask(3);
    await ask(99);
    await recorder.ask(fill(path, 0), { headers: { "accept-language": "en" } });
    if (/\{(b|bank)\}/.test(path)) await recorder.ask(withQuery(fill(path, 2, 9), query));
    if (/\{(r|rack)\}/.test(path)) {
      const headers = { "accept-language": "en" };
      await recorder.ask(withQuery(fill(path, 2, 2, 9), query), { headers });
      await recorder.ask(withQuery(fill(path, 2, 2, 8), query));
    }
    if (path.includes("{component}")) {
      for (const component of ["rack", "pcs", "etc", "cell"])
        await recorder.ask(withQuery(fill(path, 2, 1, 1, component), query));
    }
  }
  const etag = first.headers.get("etag");
  if (etag) {
    const full = withQuery(fill(path, 2), query);
    await recorder.ask(full, { headers: { "if-none-match": etag } });
    await recorder.ask(full, { headers: { "if-match": '"other"' } });
  }
  await recorder.ask(`${withQuery(fill(path, 2), query, "surplus=1")}`);
  await recorder.ask(withQuery(fill(path, 2).slice(0, -1), query));
  for (const name of parameters) {
    const [good, bad] = VALUES[name] ?? [[], ["x"]];
    const rest = without(query, name);
    for (const value of good)
      await recorder.ask(withQuery(fill(path, 2), rest, `${name}=${value}`));
    for (const [i, value] of bad.entries()) {
      const headers = { "accept-language": i === 0 ? "en" : "ko" };
      await recorder.ask(withQuery(fill(path, 2), rest, `${name}=${value}`), { headers });
    }
  }
}
