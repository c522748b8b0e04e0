import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Bucket, cutWindows, inOrder, type Window } from "../../src/store/sql/windows.ts";

const WIDTH = 1000;

/** Buckets in order, some of the time without any, as a count by hour gives them. */
const someBuckets = fc
  .array(
    fc.record({ gap: fc.integer({ min: 0, max: 5 }), rows: fc.integer({ min: 1, max: 300 }) }),
    { minLength: 1, maxLength: 40 },
  )
  .map((steps) => {
    let at = 0;
    return steps.map(({ gap, rows }): Bucket => {
      const start = (at + gap) * WIDTH;
      at += gap + 1;
      return { start, rows };
    });
  });

const someCuts = fc
  .record({
    buckets: someBuckets,
    target: fc.integer({ min: 1, max: 200 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ buckets, target, share }) => {
    const end = endOf(buckets);
    return { buckets, target, start: Math.round(end * share), end };
  });

const endOf = (buckets: readonly Bucket[]) => (buckets.at(-1)?.start ?? 0) + WIDTH;

const cut = (buckets: readonly Bucket[], target: number, start = 0): Window[] => [
  ...cutWindows(buckets, { width: WIDTH, target, start }),
];

describe("cutWindows", () => {
  it("joins sparse buckets up to the target, over hours without rows too", () => {
    const buckets = [
      { start: 0, rows: 4 },
      { start: 1000, rows: 6 },
      { start: 5000, rows: 1 },
      { start: 6000, rows: 9 },
      { start: 7000, rows: 1 },
    ];
    expect(cut(buckets, 10)).toEqual([
      { start: 0, end: 5000 },
      { start: 5000, end: 7000 },
      { start: 7000, end: 8000 },
    ]);
  });

  it("splits a dense bucket evenly, and does not join it with its neighbours", () => {
    const buckets = [
      { start: 0, rows: 1 },
      { start: 1000, rows: 35 },
      { start: 2000, rows: 1 },
    ];
    expect(cut(buckets, 10)).toEqual([
      { start: 0, end: 1000 },
      { start: 1000, end: 1250 },
      { start: 1250, end: 1500 },
      { start: 1500, end: 1750 },
      { start: 1750, end: 2000 },
      { start: 2000, end: 3000 },
    ]);
  });

  it("begins within a bucket where the start lies in it, and skips the buckets before", () => {
    const buckets = [
      { start: 0, rows: 5 },
      { start: 1000, rows: 5 },
      { start: 2000, rows: 5 },
    ];
    expect(cut(buckets, 100, 1400)).toEqual([{ start: 1400, end: 3000 }]);
    expect(cut(buckets, 5, 1400)).toEqual([
      { start: 1400, end: 2000 },
      { start: 2000, end: 3000 },
    ]);
  });

  it("gives nothing without buckets, and nothing for a start after the last of them", () => {
    expect(cut([], 10)).toEqual([]);
    expect(cut([{ start: 0, rows: 5 }], 10, WIDTH)).toEqual([]);
  });

  it("gives windows in order, none of them empty, that do not overlap", () => {
    fc.assert(
      fc.property(someCuts, ({ buckets, target, start }) => {
        let before = start;
        for (const window of cut(buckets, target, start)) {
          expect(window.start, JSON.stringify(window)).toBeGreaterThanOrEqual(before);
          expect(window.end, JSON.stringify(window)).toBeGreaterThan(window.start);
          before = window.end;
        }
      }),
    );
  });

  it("covers all of every bucket with rows, from the start to the end of the last", () => {
    fc.assert(
      fc.property(someCuts, ({ buckets, target, start, end }) => {
        const windows = cut(buckets, target, start);
        for (const bucket of buckets) {
          const [from, to] = [Math.max(bucket.start, start), bucket.start + WIDTH];
          const covered = windows
            .map((window) => Math.min(window.end, to) - Math.max(window.start, from))
            .filter((length) => length > 0)
            .reduce((sum, length) => sum + length, 0);
          expect(covered, JSON.stringify(windows)).toBe(Math.max(0, to - from));
        }
        if (start < end) expect(windows.at(-1)?.end).toBe(end);
      }),
    );
  });

  it("gives no window more rows than the target, if a bucket's rows come evenly", () => {
    fc.assert(
      fc.property(someCuts, ({ buckets, target }) => {
        for (const window of cut(buckets, target)) {
          const rows = buckets.map((bucket) => {
            const from = Math.max(window.start, bucket.start);
            const to = Math.min(window.end, bucket.start + WIDTH);
            return (bucket.rows * Math.max(0, to - from)) / WIDTH;
          });
          // A cut is rounded to a whole number, which moves at most one part in a thousand of 300 rows.
          expect(rows.reduce((sum, n) => sum + n)).toBeLessThanOrEqual(target + 0.3);
        }
      }),
    );
  });

  it("joins windows as far as the target allows", () => {
    fc.assert(
      fc.property(someBuckets, fc.integer({ min: 300, max: 2000 }), (buckets, target) => {
        const rows = buckets.reduce((sum, bucket) => sum + bucket.rows, 0);
        // Of two windows that follow each other, none split, the rows exceed the target.
        expect(cut(buckets, target).length).toBeLessThanOrEqual(2 * Math.ceil(rows / target) + 1);
      }),
    );
  });

  it("looks at no more buckets than the windows taken need", () => {
    const seen: number[] = [];
    const buckets = Array.from({ length: 1000 }, (_, i) => ({
      start: i * WIDTH,
      get rows() {
        seen.push(i);
        return 10;
      },
    }));
    const windows = cutWindows(buckets, { width: WIDTH, target: 10, start: 0 });
    windows.next();
    windows.next();
    expect(Math.max(...seen)).toBe(2);
  });
});

/** Work that ends when the test says so. */
function workshop() {
  const finish = new Map<number, { resolve: (text: string) => void; reject: (e: Error) => void }>();
  const begun: number[] = [];
  return {
    begun,
    work: (item: number) => {
      begun.push(item);
      return new Promise<string>((resolve, reject) => finish.set(item, { resolve, reject }));
    },
    finish: (item: number) => finish.get(item)?.resolve(`result ${item}`),
    fail: (item: number) => finish.get(item)?.reject(new Error(`failure ${item}`)),
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

function* naturals() {
  for (let i = 0; ; i++) yield i;
}

describe("inOrder", () => {
  it("keeps the order of the items, whichever is ready first", async () => {
    const { work, finish } = workshop();
    const results = inOrder([0, 1, 2], 3, work);
    const all = Array.fromAsync(results);
    for (const item of [2, 0, 1]) {
      await turn();
      finish(item);
    }
    expect(await all).toEqual(["result 0", "result 1", "result 2"]);
  });

  it("has no more under way than it may, and begins the next when a result is taken", async () => {
    const { work, finish, begun } = workshop();
    const results = inOrder(naturals(), 2, work);
    const first = results.next();
    await turn();
    expect(begun).toEqual([0, 1]);
    finish(1);
    await turn();
    expect(begun, "the second is ready, but the first is waited for").toEqual([0, 1]);
    finish(0);
    expect(await first).toEqual({ done: false, value: "result 0" });
    expect(begun).toEqual([0, 1, 2]);
    await turn();
    expect(begun, "nobody asks").toEqual([0, 1, 2]);
  });

  it("keeps order and bound for any items and times", async () => {
    const runs = fc.tuple(
      fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 20 }),
      fc.integer({ min: 1, max: 6 }),
    );
    await fc.assert(
      fc.asyncProperty(runs, async ([turns, ahead]) => {
        let underWay = 0;
        let most = 0;
        const work = async (index: number) => {
          most = Math.max(most, ++underWay);
          for (let i = 0; i < (turns[index] ?? 0); i++) await turn();
          underWay--;
          return index;
        };
        const results = await Array.fromAsync(inOrder(turns.keys(), ahead, work));
        expect(results).toEqual([...turns.keys()]);
        expect(most).toBe(Math.min(ahead, turns.length));
      }),
    );
  });

  it("does nothing before a reader asks, and nothing after the reader stops", async () => {
    const { work, finish, begun } = workshop();
    const results = inOrder(naturals(), 2, work);
    await turn();
    expect(begun).toEqual([]);
    const first = results.next();
    await turn();
    finish(0);
    await first;
    await results.return(undefined);
    finish(1);
    finish(2);
    await turn();
    expect(begun).toEqual([0, 1, 2]);
    expect(await results.next()).toEqual({ done: true, value: undefined });
  });

  it("reports the failure of an item in its place, after the results before it", async () => {
    const { work, finish, fail, begun } = workshop();
    const results = inOrder(naturals(), 3, work);
    const first = results.next();
    await turn();
    fail(1);
    await turn();
    finish(0);
    expect((await first).value).toBe("result 0");
    await expect(results.next()).rejects.toThrow("failure 1");
    await turn();
    expect(begun, "nothing begins after a failure").toEqual([0, 1, 2, 3]);
    expect(await results.next()).toEqual({ done: true, value: undefined });
  });

  it("leaves no rejection unhandled when several items fail or the reader has gone", async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on("unhandledRejection", note);
    try {
      const { work, fail } = workshop();
      const results = inOrder(naturals(), 3, work);
      const first = results.next();
      await turn();
      for (const item of [2, 1, 0]) fail(item);
      await expect(first).rejects.toThrow("failure 0");
      await turn();
      await turn();
      expect(unhandled).toEqual([]);
    } finally {
      process.off("unhandledRejection", note);
    }
  });

  it("gives nothing for no items", async () => {
    expect(await Array.fromAsync(inOrder([], 3, async (item) => item))).toEqual([]);
  });
});
