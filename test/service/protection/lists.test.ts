import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { secondsOf } from "../../../src/domain/events/expand.ts";
import type { PageBody, ProblemBody } from "../../support/http.ts";
import { type Item, MAP, type ProtectionService, protectionService } from "./service.ts";

type Event = {
  site: number;
  bank: number;
  rack: number;
  code: number;
  level: 1 | 2;
  start: number;
  end: number | null;
  id: number;
};

const SECOND = 1_000_000;
const START = Date.parse("2024-03-01T00:00:00+09:00") * 1000;
/** The last row that was seen of every rack. */
const SEEN = START + 3000 * SECOND;

/** Numbers that look random and are the same each time. */
function numbers(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

const EVENTS: Omit<Event, "id">[] = (() => {
  const next = numbers(7);
  const taken = new Set<string>();
  return Array.from({ length: 60 }, (_, i) => {
    const start = START + next(2000) * SECOND + (i % 3 === 0 ? next(SECOND) : 0);
    const event = {
      site: 1 + next(2),
      bank: 1,
      rack: 1 + next(8),
      code: 1 + next(8),
      level: (1 + next(2)) as 1 | 2,
      start,
      end: i % 11 === 0 ? null : start + 1 + next(40 * SECOND),
    };
    return event;
  }).filter((event) => {
    const key = [event.site, event.rack, event.code, event.level, event.start].join();
    return !taken.has(key) && taken.add(key);
  });
})();

let service: ProtectionService;
let events: Event[];
beforeAll(async () => {
  service = await protectionService();
  const text = (micros: number | null) =>
    micros === null
      ? null
      : new Date(micros / 1000)
          .toISOString()
          .replace("Z", `${String(micros % 1000).padStart(3, "0")}Z`);
  const rows = await service.onPlatform(
    `insert into protection_event (site, bank, rack, code, level, start_at, end_at, source, peak_at, description, description_eng, began_change)
     select site, bank, rack, code, level, start_at, end_at, 'flag', start_at, '랙 과전압 ' || rack, 'Rack over-voltage ' || rack, nextval('protection_change')
     from jsonb_to_recordset($1) as g (site int, bank int, rack int, code int, level int, start_at timestamptz, end_at timestamptz) returning id`,
    [
      JSON.stringify(
        EVENTS.map(({ start, end, ...event }) => ({
          ...event,
          start_at: text(start),
          end_at: text(end),
        })),
      ),
    ],
  );
  events = EVENTS.map((event, i) => ({ ...event, id: Number(rows[i]?.id) }));
  await service.onPlatform(
    `insert into protection_checkpoint select site, 1, rack, date '2024-03-01', $1::timestamptz + interval '1 microsecond', ''
     from generate_series(1, 2) as site, generate_series(1, 8) as rack`,
    [text(SEEN)],
  );
  await service.onPlatform(
    `insert into protection_event (site, bank, rack, code, level, start_at, source, peak_at, description, description_eng, began_change, withdrawn_at)
     values (1, 1, 1, 1, 1, $1, 'flag', $1, 'never was', 'never was', 1, now())`,
    [text(START)],
  );
});
afterAll(() => service?.stop());

type Range = { start: number; end: number };
const ALWAYS: Range = { start: 0, end: Number.POSITIVE_INFINITY };
const overlaps =
  ({ start, end }: Range) =>
  (event: Event) =>
    event.start < end && (event.end ?? Number.POSITIVE_INFINITY) > start;
const byKey = (a: { at: number; id: number }, b: { at: number; id: number }) =>
  b.at - a.at || b.id - a.id;

const eventRows = (range: Range, filter: (event: Event) => boolean = () => true) =>
  events
    .filter(overlaps(range))
    .filter(filter)
    .map(({ start, id }) => ({ at: start, id }))
    .toSorted(byKey);

const secondRows = (range: Range, filter: (event: Event) => boolean = () => true) =>
  events
    .filter(filter)
    .flatMap((event) => {
      const to = Math.min(range.end, event.end ?? SEEN + SECOND);
      const given = {
        start: { timeMicros: event.start, value: null, position: null },
        endMicros: event.end,
      };
      return [...secondsOf(given, range.start, to)].map((at) => ({ at, id: event.id }));
    })
    .toSorted(byKey);

const micros = (text: string) => {
  const [, second = "", fraction = "", offset = ""] =
    /^([^.]+?)(?:\.(\d+))?(\+09:00)$/.exec(text) ?? [];
  return Date.parse(second + offset) * 1000 + Number(fraction.padEnd(6, "0"));
};
const keys = (page: { results: unknown[] }) =>
  (page.results as Item[]).map(({ timestamp, id }) => ({ at: micros(timestamp), id }));

const RANGE = { start: START + 500 * SECOND, end: START + 900 * SECOND + 250_000 };
const query = "start-time=2024-03-01T00:08:20&end-time=2024-03-01T00:15:00.25";

describe.each([
  ["events", "", eventRows],
  ["their seconds", "&expand=1s", secondRows],
] as const)("pages of %s", (_, more, rowsOf) => {
  test.each([
    ["all", `${MAP}?page_size=${more === "" ? 7 : 301}${more}`, ALWAYS, () => true],
    ["of a range", `${MAP}?page_size=7&${query}${more}`, RANGE, () => true],
    [
      "of a site",
      `${MAP}operating-sites/1/?page_size=100${more}`,
      ALWAYS,
      ({ site }: Event) => site === 1,
    ],
    ["that go on", `${MAP}?page_size=500&open=1${more}`, ALWAYS, ({ end }: Event) => end === null],
    [
      "of a code and level",
      `${MAP}?error_code=3&level=2${more}`,
      ALWAYS,
      ({ code, level }: Event) => code === 3 && level === 2,
    ],
    [
      "of a bank and rack",
      `${MAP}operating-sites/2/?bank=1&rack=3${more}`,
      ALWAYS,
      ({ site, rack }: Event) => site === 2 && rack === 3,
    ],
    [
      "with a text",
      `${MAP}operating-sites/2/?message=OVER-VOLTAGE%205${more}`,
      ALWAYS,
      ({ site, rack }: Event) => site === 2 && rack === 5,
    ],
  ] as const)(
    "%s hold every row once, the newest first, forwards and backwards",
    async (__, path, range, filter) => {
      const expected = rowsOf(range, filter);
      expect(expected.length).toBeGreaterThan(0);
      const found: ReturnType<typeof keys> = [];
      let page = await service.get<PageBody>(path);
      expect(page.previous).toBeNull();
      const pages = [keys(page)];
      for (;;) {
        expect(page.count).toBe(expected.length);
        found.push(...keys(page));
        if (!page.next) break;
        page = await service.answer<PageBody>(fetch(page.next));
        pages.push(keys(page));
      }
      expect(found).toEqual(expected);
      for (let i = pages.length - 2; i >= 0; i--) {
        page = await service.answer<PageBody>(fetch(page.previous ?? ""));
        expect(keys(page)).toEqual(pages[i]);
      }
      expect(page.previous).toBeNull();
    },
  );

  test("are found by number too, the last one and none after it", async () => {
    const expected = rowsOf(RANGE);
    const last = Math.ceil(expected.length / 3);
    for (const number of [2, 3, Math.ceil(last / 2), last]) {
      const page = await service.get<PageBody>(`${MAP}?page_size=3&page=${number}&${query}${more}`);
      expect(keys(page), `page ${number}`).toEqual(expected.slice(3 * number - 3, 3 * number));
      expect(page.previous).not.toBeNull();
    }
    const end = await service.get<PageBody>(`${MAP}?page_size=3&page=last&${query}${more}`);
    expect(keys(end)).toEqual(expected.slice(3 * last - 3));
    expect(end.next).toBeNull();
    await service.get(`${MAP}?page_size=3&page=${last + 1}&${query}${more}`, 404);
  });

  test("are one array with no_page", async () => {
    const results = await service.get<unknown[]>(`${MAP}?no_page&${query}${more}`);
    expect(keys({ results })).toEqual(rowsOf(RANGE));
    expect(await service.get(`${MAP}?no_page&date=2020-01-01${more}`)).toEqual([]);
  });

  test("cannot be told by the cursor of another list", async () => {
    const { next } = await service.get<PageBody>(`${MAP}?page_size=1${more}`);
    const cursor = new URL(next ?? "").searchParams.get("cursor");
    for (const other of [
      `?cursor=${cursor}&level=1${more}`,
      `?cursor=${cursor}${more === "" ? "&expand=1s" : ""}`,
    ]) {
      const problem = await service.get<ProblemBody>(`${MAP}${other}`, 400);
      expect(problem.errors).toMatchObject([{ name: "cursor", code: "other_list" }]);
    }
  });
});

test("a moment has the events that are under way at it, ends left out", async () => {
  const event = events.find(({ end }) => end !== null) as Event;
  const at = async (moment: number) => {
    const time = new Date(Math.floor(moment / 1000))
      .toISOString()
      .replace("Z", `${String(moment % 1000).padStart(3, "0")}Z`);
    return (await service.items(`?page_size=500&time=${time}`)).map(({ id }) => id).toSorted();
  };
  for (const moment of [event.start, event.start - 1, event.end ?? 0, (event.end ?? 0) - 1]) {
    expect(await at(moment)).toEqual(
      eventRows({ start: moment, end: moment + 1 })
        .map(({ id }) => id)
        .toSorted(),
    );
  }
});

test("a row of a second has the keys of the platform and the event's id", async () => {
  const [row] = await service.items("?expand=1s&page_size=1");
  expect(Object.keys(row ?? {})).toEqual([
    "timestamp",
    "bank_id",
    "rack_id",
    "operating_site",
    "description",
    "description_eng",
    "error_code",
    "level",
    "id",
  ]);
});

test.each(["local", "utc", "unix"])("times are written in the form %s", async (format) => {
  const [item] = await service.items(`?page_size=1&open=1&time-format=${format}`);
  const [first] = eventRows(ALWAYS, ({ end }) => end === null);
  const at = (first?.at ?? 0) / 1000;
  const local = new Date(at + 9 * 3_600_000).toISOString().slice(0, 19);
  const expected = { local, utc: new Date(at).toISOString().slice(0, 19), unix: Math.floor(at) }[
    format
  ];
  expect(String(item?.timestamp)).toContain(String(expected));
  expect(item?.peak.at).toBe(item?.timestamp);
});

describe("counts by level", () => {
  const counts = `${MAP}operating-sites/1/stats/log-level-count/`;
  const bucketed = (rows: { at: number; id: number }[], width: number) => {
    const origin = Date.parse("2000-01-03T00:00:00+09:00") * 1000;
    const all = new Map<string, number>();
    for (const { at, id } of rows) {
      const { level } = events.find((event) => event.id === id) as Event;
      const bucket = origin + Math.floor((at - origin) / width) * width;
      const key = `${bucket} ${level}`;
      all.set(key, (all.get(key) ?? 0) + 1);
    }
    return [...all]
      .map(([key, count]) => [...key.split(" ").map(Number), count])
      .toSorted((a, b) => (b[0] ?? 0) - (a[0] ?? 0) || (a[1] ?? 0) - (b[1] ?? 0));
  };
  type Count = { time: string; operating_site: number; level: number; level_count: number };
  const ask = async (text: string) =>
    (await service.get<Count[]>(`${counts}?${text}`)).map((row) => {
      expect(Object.keys(row)).toEqual(["time", "operating_site", "level", "level_count"]);
      return [micros(row.time), row.level, row.level_count];
    });
  const ofSite = ({ site }: Event) => site === 1;

  test.each([
    ["", 3600],
    ["&time-bucket-width=1%20minute", 60],
    ["&time-bucket-width=7s", 7],
    ["&time-bucket-width=1%20week", 604_800],
  ])("are of events that begin in a bucket, or of their seconds (%s)", async (width, seconds) => {
    const starts = eventRows(ALWAYS, ofSite);
    expect(await ask(width.slice(1))).toEqual(bucketed(starts, seconds * SECOND));
    const inside = starts.filter(({ at }) => at >= RANGE.start && at < RANGE.end);
    expect(await ask(query + width)).toEqual(bucketed(inside, seconds * SECOND));
    expect(await ask(`expand=1s${width}`)).toEqual(
      bucketed(secondRows(ALWAYS, ofSite), seconds * SECOND),
    );
    expect(await ask(`expand=1s&${query}${width}`)).toEqual(
      bucketed(secondRows(RANGE, ofSite), seconds * SECOND),
    );
  });
});

test.each([
  ["time=2024-03-01&date=2024-03-01", [["date", "contradiction"]]],
  [
    "time=yesterday&level=3&error_code=15&open=yes&expand=2s",
    [
      ["time", "not_a_time"],
      ["error_code", "not_in_range"],
      ["level", "not_allowed"],
      ["open", "not_allowed"],
      ["expand", "not_allowed"],
    ],
  ],
  ["expand=1s&explain=1", [["explain", "contradiction"]]],
  [
    "start-time=2024-03-02&end-time=2024-03-01&page=1&no_page",
    [
      ["end-time", "before_start"],
      ["no_page", "contradiction"],
    ],
  ],
  ["message=x", [["message", "unknown_parameter"]]],
])("what is wrong with ?%s is told at once", async (text, faults) => {
  const { errors } = await service.get<ProblemBody>(`${MAP}?${text}`, 400);
  expect(errors.map(({ name, code }) => [name, code])).toEqual(faults);
});

test.each([
  ["bank=2", "bank", "not_allowed"],
  ["rack=9", "rack", "not_in_range"],
  ["message=", "message", "not_a_text"],
])("at a site ?%s is refused", async (text, name, code) => {
  const { errors } = await service.get<ProblemBody>(`${MAP}operating-sites/1/?${text}`, 400);
  expect(errors).toMatchObject([{ name, code }]);
});

test.each(["0.5s", "0 months", "2000 years", "x"])("a bucket of %s is refused", async (width) => {
  const path = `${MAP}operating-sites/1/stats/log-level-count/?time-bucket-width=${encodeURIComponent(width)}`;
  const { errors } = await service.get<ProblemBody>(path, 400);
  expect(errors).toMatchObject([{ name: "time-bucket-width", code: "not_a_width" }]);
});

test.each(["1 day", "1 week", "1 month", "2 years"])(
  "buckets of %s hold what those of ten seconds do",
  async (width) => {
    type Count = { time: string; level: number; level_count: number };
    const of = (query: string) =>
      service.get<Count[]>(`${MAP}operating-sites/1/stats/log-level-count/?${query}`, 200);
    const hours = await of("time-bucket-width=10s");
    const wide = await of(`time-bucket-width=${encodeURIComponent(width)}`);
    for (const level of [1, 2]) {
      const total = (counts: Count[]) =>
        counts.filter((one) => one.level === level).reduce((sum, one) => sum + one.level_count, 0);
      expect(total(wide)).toBe(total(hours));
    }
    expect(wide.length).toBeLessThan(hours.length);
    expect(wide.every(({ time }) => time.includes("T00:00:00+09:00"))).toBe(true);
  },
);
