import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readChoice, sourceCount } from "../../../web/pages/data/request/address";
import { chosenFields, fieldsText } from "../../../web/pages/data/request/fields";
import { presetOf, presetRange } from "../../../web/pages/data/request/range";
import {
  addressOf,
  type DataRequest,
  fileNameOf,
  listAddress,
} from "../../../web/pages/data/request/request";
import { expectedBytes } from "../../../web/pages/data/request/size";

const SEOUL = "Asia/Seoul";
const NOON = Date.parse("2026-01-05T12:00:00+09:00") / 1000;
const HOUR = 3600;

const site = (id: number, racks: number[]) => ({
  id,
  time_zone: SEOUL,
  database: "ok" as const,
  banks: racks.map((racks, i) => ({ bank_id: i + 1, racks })),
  components: Object.fromEntries(
    ["bank", "rack", "pcs", "etc"].map((name) => [
      name,
      {
        earliest: name === "etc" ? null : "2026-01-01T00:00:00+09:00",
        latest: name === "etc" ? null : "2026-01-05T12:00:00.5+09:00",
        columns: [],
      },
    ]),
  ),
});
const SITES = [site(1, [8]), site(2, [9, 8])];

const read = (query: string, names: ("raw" | "di")[] = ["raw", "di"]) => {
  const choice = readChoice(Object.fromEntries(new URLSearchParams(query)), SITES, names);
  if (!choice) throw new Error("no choice");
  return choice;
};
const requestOf = (query: string): DataRequest => {
  const { request } = read(query);
  if (!request) throw new Error("no request");
  return request;
};

describe("the address of the page", () => {
  test("without anything is the newest day of the banks of the first site", () => {
    expect(requestOf("")).toMatchObject({
      siteId: 1,
      component: "bank",
      names: "raw",
      format: "csv",
      from: NOON + 1 - 24 * HOUR,
      to: NOON + 1,
    });
  });

  test("names everything that is chosen", () => {
    const query =
      "site=2&component=rack&bank=2&rack=8&names=di&from=2026-01-05T09:00:00&to=2026-01-05T10:00&fields=timestamp&format=json";
    expect(requestOf(query)).toMatchObject({
      siteId: 2,
      component: "rack",
      bank: 2,
      rack: 8,
      names: "di",
      from: NOON - 3 * HOUR,
      to: NOON - 2 * HOUR,
      fields: "timestamp",
      format: "json",
    });
  });

  test.for([
    ["site=9", { siteId: 1 }],
    ["component=cells", { component: "bank" }],
    ["site=2&bank=3", { bank: undefined }],
    ["site=2&component=bank&bank=1&rack=1", { bank: 1, rack: undefined }],
    ["site=2&component=rack&bank=2&rack=9", { bank: 2, rack: undefined }],
    ["site=2&component=rack&rack=1", { bank: undefined, rack: undefined }],
    ["site=1&component=rack&rack=1", { bank: 1, rack: 1 }],
    ["site=1&component=pcs&bank=1", { bank: undefined }],
    ["format=xlsx", { format: "csv" }],
    ["names=both", { names: "raw" }],
  ] as const)("%s is what there is instead: %o", ([query, expected]) => {
    const request: Record<string, unknown> = requestOf(query);
    for (const [name, value] of Object.entries(expected)) expect(request[name], name).toBe(value);
  });

  test("JSON is of one bank: of two it is CSV", () => {
    expect(requestOf("site=2&format=json").format).toBe("csv");
    expect(requestOf("site=2&bank=2&format=json").format).toBe("json");
    expect(requestOf("site=1&format=json").format).toBe("json");
    expect(requestOf("site=2&component=pcs&format=json").format).toBe("json");
  });

  test("who may have only one kind of names gets it", () => {
    expect(read("names=raw", ["di"]).request?.names).toBe("di");
  });

  test.for(["from=x", "from=2026-01-05&to=2026-01-05", "from=2026-01-06&to=2026-01-05"])(
    "%s is no range, and so there is no request",
    (query) => {
      const { range, request } = read(query);
      expect([range, request]).toEqual([undefined, undefined]);
    },
  );

  test("of a component without rows has no range but one that is named", () => {
    expect(read("component=etc").request).toBeUndefined();
    expect(read("component=etc&from=2026-01-05&to=2026-01-06").request).toBeDefined();
  });

  test("counts the banks or racks that are chosen", () => {
    const counts = ["bank", "rack", "rack&bank=2", "rack&bank=2&rack=1", "pcs"].map((component) =>
      sourceCount(read(`site=2&component=${component}`)),
    );
    expect(counts).toEqual([2, 17, 8, 1, 1]);
  });
});

describe("a request", () => {
  const DAY = "from=2026-01-05T00:00:00&to=2026-01-06T00:00:00";
  const RANGE = "start-time=2026-01-05T00:00:00%2B09:00&end-time=2026-01-06T00:00:00%2B09:00";

  test.for([
    [`site=2&${DAY}`, `/api/ess/download/operating-sites/2/bank/?${RANGE}`],
    [
      `site=2&component=rack&bank=2&rack=8&names=di&fields=timestamp,rack_soc&${DAY}`,
      `/api/ess/download/di/operating-sites/2/rack/?${RANGE}&bank=2&rack=8&fields=timestamp,rack_soc`,
    ],
    [
      `site=1&format=json&omit=bank_soh&${DAY}`,
      `/api/ess/operating-sites/1/banks/1/?${RANGE}&omit=bank_soh&no_page=true`,
    ],
    [
      `site=2&component=rack&bank=1&format=json&${DAY}`,
      `/api/ess/operating-sites/2/banks/1/racks/?${RANGE}&no_page=true`,
    ],
    [
      `site=2&component=rack&bank=1&rack=3&names=di&format=json&${DAY}`,
      `/api/ess/di/operating-sites/2/banks/1/racks/3/?${RANGE}&no_page=true`,
    ],
    [
      `site=2&component=pcs&format=json&${DAY}`,
      `/api/ess/operating-sites/2/pcs/?${RANGE}&no_page=true`,
    ],
  ] as const)("%s is asked at %s", ([query, address]) => {
    expect(addressOf(requestOf(query))).toBe(address);
  });

  test("is looked at by the lists of its banks", () => {
    const request = requestOf(`site=2&component=rack&fields=rack_soc&${DAY}`);
    expect(listAddress(request, 2, { page_size: "20" })).toBe(
      `/api/ess/operating-sites/2/banks/2/racks/?${RANGE}&fields=rack_soc&page_size=20`,
    );
  });

  test("in another format is the same file with its name in the address", () => {
    const file = "/api/ess/download/operating-sites/2/bank/";
    expect(addressOf(requestOf(`site=2&format=parquet&${DAY}`))).toBe(
      `${file}?${RANGE}&format=parquet`,
    );
    const lines = requestOf(`site=2&format=ndjson&${DAY}`);
    expect(addressOf(lines)).toBe(`${file}?${RANGE}&format=ndjson&trailer=0`);
    expect(addressOf(lines, { trailer: "1" })).toBe(`${file}?${RANGE}&format=ndjson&trailer=1`);
  });

  test("has a file named after what is in it", () => {
    const name = "ess-site-2-rack-di_bank-2_rack-8_20260104T150000Z_20260105T150000Z";
    const query = `site=2&component=rack&bank=2&rack=8&names=di&${DAY}`;
    expect(fileNameOf(requestOf(query))).toBe(`${name}.csv`);
    for (const format of ["json", "ndjson", "csv.gz", "parquet"]) {
      expect(fileNameOf(requestOf(`${query}&format=${format}`))).toBe(`${name}.${format}`);
    }
  });
});

describe("fields", () => {
  const ALL = ["timestamp", "bank_id", "a", "b", "c"];

  test("are told in the shorter way", () => {
    expect(fieldsText(ALL, new Set(ALL))).toEqual({});
    expect(fieldsText(ALL, new Set(["b", "timestamp"]))).toEqual({ fields: "timestamp,b" });
    expect(fieldsText(ALL, new Set(["timestamp", "bank_id", "a", "c"]))).toEqual({ omit: "b" });
    expect(fieldsText(ALL, new Set())).toEqual({ fields: "" });
  });

  test("that are told are chosen again", () => {
    fc.assert(
      fc.property(fc.subarray(ALL), (some) => {
        expect(chosenFields(ALL, fieldsText(ALL, new Set(some)))).toEqual(some);
      }),
    );
  });

  test("that there are not are not chosen", () => {
    expect(chosenFields(ALL, { fields: "a,z" })).toEqual(["a"]);
  });
});

describe("a preset", () => {
  const extent = { earliest: NOON - 3 * HOUR, latest: NOON + 0.5 };

  test("ends after the newest row and does not begin before the first", () => {
    expect(presetRange("hour", extent)).toEqual({ from: NOON + 1 - HOUR, to: NOON + 1 });
    expect(presetRange("day", extent)).toEqual({ from: NOON - 3 * HOUR, to: NOON + 1 });
    expect(presetRange("all", extent)).toEqual({ from: NOON - 3 * HOUR, to: NOON + 1 });
  });

  test("is known again by its range", () => {
    expect(presetOf(presetRange("hour", extent), extent)).toBe("hour");
    expect(presetOf({ from: NOON - 5, to: NOON }, extent)).toBeUndefined();
  });
});

describe("the expected size", () => {
  const row = { timestamp: "2026-01-05T00:00:00+09:00", soc: 50.5, note: { rack1: 0 }, none: null };
  const header = Object.keys(row);

  test("of CSV is that of the lines", () => {
    const line = '2026-01-05T00:00:00+09:00,50.5,"{""rack1"":0}",\r\n';
    const head = "timestamp,soc,note,none";
    expect(expectedBytes("csv", [row, row], 1000, header)).toBe(line.length * 1000 + head.length);
  });

  test("of JSON is that of the objects", () => {
    const bytes = expectedBytes("json", [row], 1000, header) ?? 0;
    const whole = JSON.stringify(Array.from({ length: 1000 }, () => row)).length;
    expect(Math.abs(bytes - whole)).toBeLessThan(100);
  });

  test("of packed formats is a small part of that of CSV", () => {
    const csv = expectedBytes("csv", [row], 1000, []) ?? 0;
    for (const format of ["csv.gz", "parquet"] as const) {
      const bytes = expectedBytes(format, [row], 1000, []) ?? 0;
      expect(bytes).toBeGreaterThan(0);
      expect(bytes).toBeLessThan(csv / 5);
    }
  });

  test("is unknown without a row to judge by", () => {
    expect(expectedBytes("csv", [], 0, header)).toBeUndefined();
  });
});
