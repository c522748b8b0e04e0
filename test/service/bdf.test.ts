import { expect, inject, test } from "vitest";
import { FILE_FORMATS } from "../../src/response/formats/row-formats.ts";
import { getJson, getProblem, type Row } from "../support/http.ts";
import { readRows } from "./support/read-rows.ts";

const HOUR = "start-time=2026-01-05T12:00&end-time=2026-01-05T13:00";
const START = Date.parse("2026-01-05T12:00:00+09:00") / 1000;
const SITE = "/api/ess/operating-sites/2/";
const FILE = "/api/ess/download/operating-sites/2/";

const BANK_NAMES = [
  "Test Time / s",
  "Unix Time / s",
  "Voltage / V",
  "Current / A",
  "Power / W",
  "Surface Temperature / degC",
];

const read = async (path: string, format: (typeof FILE_FORMATS)[number]) => {
  const response = await fetch(new URL(`${path}&format=${format}`, inject("worker")));
  expect(response.status, path).toBe(200);
  return { response, rows: await readRows(format, await response.arrayBuffer()) };
};

test("a bank under the names of BDF has the values of its list, in the units of the names", async () => {
  const list = await getJson<Row[]>(`${SITE}banks/1/?${HOUR}&no_page`);
  const expected = list.map((row) => {
    const unix = Date.parse(String(row["timestamp"])) / 1000;
    return {
      "Test Time / s": unix - START,
      "Unix Time / s": unix,
      "Voltage / V": row["bank_dc_volt"],
      "Current / A": row["bank_dc_current"],
      "Power / W": Math.round(Number(row["bank_power"]) * 1e9) / 1e6,
      "Surface Temperature / degC": row["max_cell_temperature_of_bank"],
    };
  });
  expect(list.some(({ bank_power }) => Number(bank_power) !== 0)).toBe(true);
  for (const format of FILE_FORMATS) {
    const { response, rows } = await read(`${FILE}bank/?bank=1&profile=bdf&${HOUR}`, format);
    expect(response.headers.get("ess-columns")).toBe(BANK_NAMES.join(","));
    expect(response.headers.get("content-disposition")).toContain(`Z.bdf.${format}"`);
    expect(rows, format).toEqual(expected);
  }
});

test("a rack has no power of its own; its list and its file are the same", async () => {
  const { rows } = await read(`${FILE}rack/?bank=1&rack=2&profile=bdf&${HOUR}`, "csv");
  expect(Object.keys(rows[0] ?? {})).toEqual(BANK_NAMES.filter((name) => name !== "Power / W"));
  expect(await getJson(`${SITE}banks/1/racks/2/?profile=bdf&no_page&${HOUR}`)).toEqual(rows);
  const hidden = await getJson(
    `/api/ess/di/operating-sites/2/banks/1/racks/2/?profile=bdf&no_page&${HOUR}`,
  );
  expect(hidden).toEqual(rows);
});

test("time counts from the start of the range on every page", async () => {
  const { results, next } = await getJson<{ results: Row[]; next: string }>(
    `${SITE}banks/1/?profile=bdf&${HOUR}&page_size=1`,
  );
  const second = await getJson<{ results: Row[] }>(next.replace(inject("worker"), ""));
  const seconds = [...results, ...second.results].map((row) => row["Test Time / s"]);
  expect(seconds).toEqual([0, 300]);
});

test.for([
  [`${SITE}pcs/?profile=bdf&${HOUR}`, ["profile no_battery"]],
  [`${FILE}etc/?profile=bdf&${HOUR}`, ["profile no_battery"]],
  [`${FILE}bank/?profile=bdf&${HOUR}`, ["profile several_batteries"]],
  [`${FILE}rack/?profile=bdf&bank=1&${HOUR}`, ["profile several_batteries"]],
  [`${SITE}banks/1/racks/?profile=bdf&${HOUR}`, ["profile several_batteries"]],
  [`${SITE}banks/1/?profile=bdf`, ["start-time required"]],
  [`${FILE}bank/?profile=bdf`, ["profile several_batteries", "start-time required"]],
  [
    `${SITE}banks/1/?profile=bdf&${HOUR}&fields=bank_soc&omit=bank_soh&quality=1&time-format=utc`,
    ["fields", "omit", "quality", "time-format"].map((name) => `${name} contradiction`),
  ],
  [`${SITE}banks/1/?profile=BDF&${HOUR}`, ["profile not_allowed"]],
] as const)("%s is 400: %o", async ([path, faults]) => {
  const { errors } = await getProblem(path, 400);
  expect(errors.map(({ name, code }) => `${name} ${code}`)).toEqual(faults);
});
