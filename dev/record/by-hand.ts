import { createHmac } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { Ask, Recorder } from "./recorder.ts";
import { SECRETS, type World } from "./world.ts";

const SITE = "/api/ess/operating-sites/2/";
const RANGE = "start-time=2026-01-07T09:00:00&end-time=2026-01-07T09:20:00";
const EVENTS = "/api/ess-feature/protectionmap/";
const en = { "accept-language": "en" };

/** Paging, negotiation, paths and methods that no document lists. */
export async function askReads(recorder: Recorder): Promise<void> {
  const paths = ["banks/1/", "banks/1/racks/", "banks/2/racks/8/", "pcs/", "etc/"];
  for (const di of ["", "di/"]) {
    for (const path of paths) {
      const base = `/api/ess/${di}operating-sites/2/${path}?${RANGE}&page_size=7`;
      await walk(recorder, base, "next");
      await walk(recorder, `${base}&page=last`, "previous");
    }
  }
  await walk(recorder, `${EVENTS}operating-sites/2/?date=2026-01-07&page_size=2`, "next");
  const list = `${SITE}banks/1/?${RANGE}`;
  for (const accept of [
    "text/csv",
    "application/x-ndjson",
    "application/vnd.apache.parquet",
    "image/png",
    "text/html",
    "*/*",
    "text/csv;q=0.5, application/json;q=0.1",
  ])
    await recorder.ask(list, { headers: { accept } });
  for (const language of ["ko", "en", "fr", "en-GB,ko;q=0.5", "*"])
    await recorder.ask(`${SITE}banks/7/`, { headers: { "accept-language": language } });
  for (const path of [
    "/",
    "/api",
    "/api/ess/",
    "/api/ess/nothing/",
    "/docs",
    "/api/ess/operating-sites/x/",
    "/api/ess/operating-sites/2/banks/",
    "//",
    "/api/ess/%zz/",
    "/favicon.ico",
  ])
    await recorder.ask(path, { headers: en });
  await recorder.ask(list, { headers: { origin: "https://example.com" } });
  await recorder.ask(list, {
    method: "OPTIONS",
    headers: { origin: "https://example.com", "access-control-request-method": "GET" },
  });
  const both = "fields=timestamp,bank_soc&omit=bank_soc";
  for (const query of [
    both,
    "fields=TIMESTAMP,Bank_Soc",
    "page=2&cursor=x",
    "page=1&page=2",
    "date=2026-01-07&format=csv&trailer=1",
    "no_page=true&format=json",
    "format=ndjson&no_page=true&trailer=1",
    "start-time=2026-01-07",
    "end-time=2026-01-05T01:00:00",
  ])
    await recorder.ask(`${SITE}banks/1/?${query}`, { headers: en });
  for (const component of ["bank", "rack", "pcs", "etc"]) {
    for (const di of ["", "di/"]) {
      for (const format of ["csv", "csv.gz", "ndjson", "parquet", "json"]) {
        const path = `/api/ess/download/${di}operating-sites/1/${component}/?${RANGE}&format=${format}`;
        await recorder.ask(`${path}&trailer=1`);
        await recorder.ask(path, { on: "plain" });
      }
    }
  }
  for (const seconds of ["1", "x"])
    await recorder.ask(`${EVENTS}stream/?site=2&seconds=${seconds}`, { bytes: 200 });
  for (const id of ["0", "1", "x"])
    await recorder.ask(`${EVENTS}stream/?site=2`, { bytes: 200, headers: { "last-event-id": id } });
}

async function walk(recorder: Recorder, from: string, direction: "next" | "previous") {
  let path: string | undefined = from;
  for (let pages = 0; path && pages < 3; pages++) {
    const { text, status } = await recorder.ask(path);
    if (status !== 200) return;
    const to: string | null = JSON.parse(text)[direction];
    path = to ? to.replace(/^https?:\/\/[^/]+/, "") : undefined;
  }
}

const json = (value: unknown, more: Record<string, string> = {}): Ask => ({
  method: "POST",
  headers: { "content-type": "application/json", ...more },
  body: JSON.stringify(value),
});

const SCOPES = ["raw:read", "di:read", "analytics:read", "ingest", "admin"];

/** Keys, links, ingestion and all else that changes something, in an order that never changes. */
export async function askChanges(recorder: Recorder, world: World): Promise<void> {
  await askKeys(recorder, world);
  await askLinks(recorder);
  await askIngestion(recorder);
  await askEvents(recorder);
  await recorder.ask("/api/ess/audit/?page_size=50");
}

async function askKeys(recorder: Recorder, world: World): Promise<void> {
  const keys = "/api/ess/keys/";
  for (const wrong of [
    {},
    { name: "", scopes: [] },
    { name: "a", scopes: ["root"] },
    { name: "a", scopes: ["ingest"], sites: [99] },
    { name: "a", scopes: ["ingest"], expires_at: "2020-01-01" },
    { name: "a", scopes: ["ingest"], surplus: 1 },
    [1],
  ]) {
    await recorder.ask(keys, json(wrong, en));
    await recorder.ask(keys, json(wrong));
  }
  await recorder.ask(keys, {
    method: "POST",
    body: "{",
    headers: { "content-type": "application/json" },
  });
  await recorder.ask(keys, {
    method: "POST",
    body: "a=b",
    headers: { "content-type": "text/plain" },
  });
  const made: [string, string][] = [];
  for (const scope of SCOPES) {
    const answer = await makeKey(recorder, scope, {
      name: `key ${scope}`,
      scopes: [scope],
      sites: [1, 2],
    });
    if (answer) made.push([scope, answer]);
  }
  for (const [, key] of made) {
    const on = "closed";
    const authorization = `Bearer ${key}`;
    for (const path of [
      "/api/ess/caller/",
      "/api/ess/operating-sites/",
      `${SITE}banks/1/latest/`,
      `/api/ess/di/operating-sites/2/banks/1/?${RANGE}`,
      `/api/ess/stats/sos/operating-sites/2/banks/1/?${RANGE}`,
      "/api/ess/keys/",
      "/api/ess/audit/",
      "/api/ess/di/mapping/operating-sites/2/bank/",
      "/api/ess/operating-sites/3/banks/1/latest/",
      `${SITE}bank/gaps/?${RANGE}`,
      `${EVENTS}operating-sites/2/webhook/`,
    ])
      await recorder.ask(path, { on, headers: { authorization } });
    await recorder.ask(`${SITE}bank/readings/`, { ...json([], { authorization, ...en }), on });
    await recorder.ask("/api/ess/caller/", { on, headers: { "x-api-key": key } });
  }
  for (const authorization of ["Bearer ess_zzzzzzzz_nothing", "Bearer x", "Basic YTpi", ""])
    for (const language of ["ko", "en"])
      await recorder.ask("/api/ess/caller/", {
        on: "closed",
        headers: { authorization, "accept-language": language },
      });
  const expired = await makeKey(recorder, "expired", { name: "old", scopes: ["admin"] });
  if (expired) {
    await world.expireKeys("old");
    const authorization = `Bearer ${expired}`;
    await recorder.ask("/api/ess/caller/", { on: "closed", headers: { authorization } });
  }
  await recorder.ask("/api/ess/di/operating-sites/3/etc/", { on: "closed" });
  await recorder.ask(keys);
  const gone = made[0]?.[1];
  if (gone) {
    const lookup = gone.slice(4, 12);
    await recorder.ask(`${keys}${lookup}/`, { method: "DELETE" });
    await recorder.ask(`${keys}${lookup}/`, { method: "DELETE" });
    await recorder.ask(`${keys}nothing0/`, { method: "DELETE", headers: en });
    await recorder.ask(keys);
  }
}

async function makeKey(
  recorder: Recorder,
  name: string,
  wanted: object,
): Promise<string | undefined> {
  const { text, status } = await recorder.ask("/api/ess/keys/", json(wanted));
  if (status !== 201) return undefined;
  const key = /ess_[0-9a-z]{8}[\w-]*/.exec(text)?.[0] ?? "";
  recorder.normaliser.know(key, `<key ${name}>`);
  recorder.normaliser.know(key.slice(4, 12), `<lookup ${name}>`);
  recorder.relabel();
  return key;
}

async function askLinks(recorder: Recorder): Promise<void> {
  const links = "/api/ess/download-links/";
  const path = "/api/ess/download/operating-sites/2/bank/";
  for (const wrong of [
    {},
    { path: "/api/ess/caller/" },
    { path, expires_in: 0 },
    { path, parameters: [1] },
    { path, parameters: { date: "x" } },
    { path: "https://example.com" },
  ])
    await recorder.ask(links, json(wrong, en));
  const { text, status } = await recorder.ask(
    links,
    json({
      path,
      parameters: { "start-time": "2026-01-07T09:00:00", "end-time": "2026-01-07T09:05:00" },
      expires_in: 600,
    }),
  );
  if (status !== 201) return;
  const link: string = JSON.parse(text).url.replace(/^https?:\/\/[^/]+/, "");
  for (const on of ["closed", "open"]) {
    await recorder.ask(link, { on });
    await recorder.ask(link.slice(0, -2), { on, headers: en });
    await recorder.ask(link.replace(/link-expires=\d+/, "link-expires=1"), { on, headers: en });
    await recorder.ask(`${link}&date=2026-01-07`, { on });
    await recorder.ask(expiredLink(link), { on, headers: en });
    await recorder.ask(expiredLink(link), { on });
  }
}

/** A link that was right until 2020. */
function expiredLink(link: string): string {
  const text = link
    .replace(/&link-signature=.+/, "")
    .replace(/link-expires=\d+/, "link-expires=1577836800");
  const signature = createHmac("sha256", SECRETS.LINK_KEY).update(text).digest("base64url");
  return `${text}&link-signature=${signature}`;
}

async function askIngestion(recorder: Recorder): Promise<void> {
  const path = `${SITE.replace("/2/", "/3/")}bank/readings/`;
  const csv = (body: string | Uint8Array, more: Record<string, string> = {}, query = "") =>
    recorder.ask(path + query, {
      method: "POST",
      body,
      headers: { "content-type": "text/csv", ...en, ...more },
    });
  const head = "timestamp,bank_id,bank_soc\n";
  const good = `${head}2026-01-08T10:00:01,1,50\n2026-01-08T10:00:02,1,51\n`;
  await csv(good);
  await csv(good);
  await csv(`${head}2026-01-08T10:00:03,1,52\n`, { "idempotency-key": "one" });
  await csv(`${head}2026-01-08T10:00:03,1,52\n`, { "idempotency-key": "one" });
  await csv(`${head}2026-01-08T10:00:03,1,53\n`, { "idempotency-key": "one" });
  await csv(`${head}2026-01-08T10:00:04,1,54\n`, { "idempotency-key": "" });
  await csv(gzipSync(`${head}2026-01-08T10:00:05,1,55\n`), { "content-encoding": "gzip" });
  await csv("not gzip", { "content-encoding": "gzip" });
  await csv("x", { "content-encoding": "br" });
  const bad = `${head}x,1,50\n2026-01-08T10:00:06,9,50\n2026-01-08T10:00:07,1,abc\n2026-01-08T10:00:08,1,50,1\n2026-01-08T10:00:09,1,60\n`;
  for (const language of ["ko", "en"]) {
    await csv(bad, { "accept-language": language });
    await csv(bad, { "accept-language": language }, "?on-error=skip");
    await csv("timestamp,bank_id,bank_sok\n2026-01-08,1,1\n", { "accept-language": language });
    await csv("", { "accept-language": language });
  }
  await csv(good, {}, "?on-error=ignore");
  await csv(good, { "content-type": "application/xml" });
  await csv(good, { "content-type": "" });
  await csv(`${head}${"2026-01-08T10:00:00,1,50\n".repeat(900_000)}`);
  for (const rows of [
    [{ timestamp: "2026-01-08T11:00:00", bank_id: 1, bank_soc: 40 }],
    [{ timestamp: 1 }],
    {},
    [1],
    "x",
  ])
    await recorder.ask(path, json(rows, en));
  const lines =
    '{"timestamp":"2026-01-08T11:00:01","bank_id":1,"bank_soc":41}\n{"timestamp":"x"}\n';
  for (const query of ["", "?on-error=skip"])
    await recorder.ask(path + query, {
      method: "POST",
      body: lines,
      headers: { "content-type": "application/x-ndjson", ...en },
    });
  const others: [string, string][] = [
    ["rack", "timestamp,bank_id,rack_id,rack_soc\n2026-01-08T10:00:01,1,8,50\n"],
    ["pcs", "timestamp,ai_pac\n2026-01-08T10:00:01,50\n"],
    ["etc", "timestamp,sensor1_temperature\n2026-01-08T10:00:01,20\n"],
  ];
  for (const [component, body] of others)
    await recorder.ask(path.replace("/3/bank", `/${component === "pcs" ? 2 : 3}/${component}`), {
      method: "POST",
      body,
      headers: { "content-type": "text/csv" },
    });
  const hour = "start-time=2026-01-08T09:50:00&end-time=2026-01-08T11:10:00";
  for (const component of ["bank", "rack", "pcs", "etc"]) {
    const at = `/api/ess/operating-sites/3/${component}`;
    await recorder.ask(`${at}/gaps/?${hour}`);
    await recorder.ask(`${at}/gaps/?${hour}&interval=1min&time-format=utc`);
    await recorder.ask(`${at}/updates/?since=2026-01-01T00:00:00Z`);
  }
  await recorder.ask(`/api/ess/operating-sites/3/banks/1/?${hour}&fields=timestamp,bank_soc`);
  await recorder.ask(`/api/ess/operating-sites/3/banks/1/latest/?fields=timestamp,bank_soc`);
  await recorder.ask("/api/ess/operating-sites/3/");
}

async function askEvents(recorder: Recorder): Promise<void> {
  const list = `${EVENTS}operating-sites/2/?date=2026-01-07&page_size=3`;
  const { text } = await recorder.ask(list);
  const id = JSON.parse(text).results?.[0]?.id ?? 1;
  for (const body of [{ comment: "seen" }, { comment: "" }, { comment: 1 }, {}, { surplus: 1 }])
    await recorder.ask(`${EVENTS}events/${id}/ack/`, json(body, en));
  await recorder.ask(`${EVENTS}events/999999/ack/`, json({ comment: "x" }));
  await recorder.ask(list);
  const hook = `${EVENTS}operating-sites/2/webhook/`;
  for (const body of [
    {},
    { url: "http://example.com" },
    { url: "https://127.0.0.1/" },
    { url: "https://localhost/" },
    { url: "https://example.com/x", levels: [3] },
    { url: "https://example.com/x", language: "fr" },
    { url: "https://example.com/x", levels: [2], language: "en" },
  ])
    await recorder.ask(hook, { ...json(body, en), method: "PUT" });
  await recorder.ask(hook);
  await recorder.ask(hook, { method: "DELETE" });
  await recorder.ask(hook, { method: "DELETE" });
  await recorder.ask(hook);
}
