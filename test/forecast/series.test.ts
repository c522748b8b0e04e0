import { describe, expect, test } from "vitest";
import { NEVER, prepare, readiness, type Series } from "../../src/domain/forecast/series.ts";

const NO = Number.NaN;

/** A series that is complete; `missing` steps lack what `what` names. */
function seriesOf(
  count: number,
  missing: number[] = [],
  what: (keyof Series)[] = ["target"],
): Series {
  const column = (offset: number) => Float64Array.from({ length: count }, (_, k) => offset + k);
  const series: Series = {
    minutes: new Uint16Array(count),
    voltage: column(3000),
    current: column(0),
    soc: column(0),
    target: column(3000),
  };
  for (const k of missing) for (const name of what) series[name][k] = NO;
  return series;
}

const ALL: (keyof Series)[] = ["voltage", "current", "soc", "target"];
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

describe("a series made ready", () => {
  test("holds the newest value, and before the first one that", () => {
    const { target, ages } = prepare(seriesOf(6, [0, 1, 3, 4]));
    expect([...target]).toEqual([3002, 3002, 3002, 3002, 3002, 3005]);
    expect([...ages]).toEqual([NEVER, NEVER, 0, 1, 2, 0]);
  });

  test("has an age of the target, and one of all four values", () => {
    const { ages, targetAges, first } = prepare(seriesOf(5, [0, 3], ["current"]));
    expect([...ages]).toEqual([NEVER, 0, 0, 1, 0]);
    expect([...targetAges]).toEqual([0, 0, 0, 0, 0]);
    expect(first).toBe(1);
  });

  test("sums give trailing means", () => {
    const { sums } = prepare(seriesOf(10));
    expect((sums.target[8] as number) - (sums.target[3] as number)).toBe(5 * 3005);
    expect((sums.squares[3] as number) - (sums.squares[0] as number)).toBe(0 + 1 + 4);
  });
});

describe("what an origin knows", () => {
  const stateAt = (series: Series, k: number) => readiness(prepare(series), k);

  test("everything after ten minutes", () => {
    expect(stateAt(seriesOf(100), 59)).toBe("instant");
    expect(stateAt(seriesOf(100), 60)).toBe("full");
  });

  test("history begins with the first complete sample", () => {
    expect(stateAt(seriesOf(200, range(0, 50), ["soc"]), 109)).toBe("instant");
    expect(stateAt(seriesOf(200, range(0, 50), ["soc"]), 110)).toBe("full");
  });

  test("a sample counts for a minute; then inputs are stale, and after ten minutes there is nothing to forecast", () => {
    const series = seriesOf(400, range(200, 400), ALL);
    expect(stateAt(series, 205)).toBe("full");
    expect(stateAt(series, 206)).toBe("stale_inputs");
    expect(stateAt(series, 259)).toBe("stale_inputs");
    expect(stateAt(series, 260)).toBe("absent");
  });

  test("a target without its inputs lacks inputs", () => {
    const series = seriesOf(300, range(200, 300), ["voltage"]);
    expect(stateAt(series, 205)).toBe("full");
    expect(stateAt(series, 206)).toBe("missing_inputs");
    expect(stateAt(series, 299)).toBe("missing_inputs");
  });

  test("with more than a fifth of the last half hour missing there is no history", () => {
    // A gap of g steps misses the g − 6 that are older than a minute.
    const gap = (length: number) => seriesOf(600, range(300, 300 + length), ALL);
    expect(stateAt(gap(42), 350)).toBe("full");
    expect(stateAt(gap(43), 350)).toBe("instant");
    expect(stateAt(gap(43), 300 + 43 + 180)).toBe("full");
  });
});
