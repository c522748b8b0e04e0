/* Values of the generated requests, as they stand on the wire. */

/** What no client of good will sends. No text of it is one that a leaked error is known by. */
export const HOSTILE = [
  "",
  "%",
  "%zz",
  "%00",
  "a%00b",
  "%ED%A0%80",
  "%ED%BF%BF",
  "%C0%AF",
  "%FF%FE",
  "%F0%9F%94%8B",
  "%E2%80%AE",
  "%0D%0Aset-cookie:%20a=b",
  "..%2F..%2F",
  "'%20or%201=1--",
  "%22;%20drop%20table%20bank;--",
  "1)%20union%20select%20null--",
  "$1",
  "$%7B7*7%7D",
  "{{7*7}}",
  "%3Cscript%3E",
  "null",
  "undefined",
  "NaN",
  "-Infinity",
  "[object%20Object]",
  "__proto__",
  "true",
  "0",
  "-1",
  "-0",
  "1e3",
  "0x10",
  "1.5",
  "%2B1",
  "%201%20",
  "2147483647",
  "2147483648",
  "9007199254740993",
  "9223372036854775808",
  "1".repeat(400),
  "x".repeat(6000),
  ",".repeat(2000),
  "%E1%84%80".repeat(600),
];

/** Times that there are not, or that lie where nothing can be. */
export const TIMES = [
  "2026-02-30",
  "2026-01-05T24:00",
  "2026-01-05T25:61:61",
  "0000-00-00",
  "9999-12-31T23:59:59Z",
  "-000001-01-01",
  "+275760-09-13",
  "1969-12-31",
  "2100-12-31",
  "2026-01-05T00:00:00+99:99",
  "2026-01-05T00:00:00.000000000000000001",
  "infinity",
  "now",
  "P1D",
];

/** Values of each parameter that are right. */
export const RIGHT: Record<string, string[]> = {
  "start-time": ["2026-01-05T10:00", "2026-01-05T01:00:00Z", "2026-01-05T10:00:00+09:00"],
  "end-time": ["2026-01-05T10:20", "2026-01-05T01:20:00Z", "2026-01-05%2010:20:00%2B09:00"],
  date: ["2026-01-05", "2020-01-01"],
  fields: ["timestamp", "timestamp,bank_soc", "TIMESTAMP"],
  omit: ["bank_soh", "timestamp"],
  "time-format": ["iso", "local", "utc", "unix"],
  page: ["1", "2", "last", "1000000000"],
  page_size: ["1", "7", "10000"],
  no_page: ["", "true", "0"],
  format: ["csv"],
  trailer: ["0", "1"],
};

/** Values of each part of a path, one of each beyond what there is. */
export const PLACES: Record<string, string[]> = {
  s: ["1", "2", "3", "4"],
  b: ["1", "2", "3"],
  r: ["1", "8", "12"],
  component: ["bank", "rack", "pcs", "etc", "banks"],
};
