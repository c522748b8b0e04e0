import { expect, test } from "vitest";
import { Meter } from "../../../web/pages/data/transfer/progress";

test("speed and time left are those of the last seconds", () => {
  const meter = new Meter(1000);
  expect(meter.take({ rows: 0, bytes: 0 }, 0)).toMatchObject({
    share: 0,
    bytesPerSecond: undefined,
    secondsLeft: undefined,
  });
  expect(meter.take({ rows: 100, bytes: 10_000 }, 1)).toMatchObject({
    share: 0.1,
    bytesPerSecond: 10_000,
    secondsLeft: 9,
  });
  // It stands still for ten seconds, then goes on at another speed.
  meter.take({ rows: 100, bytes: 10_000 }, 11);
  expect(meter.take({ rows: 300, bytes: 30_000 }, 12)).toMatchObject({
    bytesPerSecond: 20_000,
    secondsLeft: 3.5,
  });
});

test("where it is not known how much comes, there is no share of it and no time left", () => {
  const meter = new Meter(undefined);
  meter.take({ rows: 0, bytes: 0 }, 0);
  expect(meter.take({ rows: 100, bytes: 10_000 }, 1)).toMatchObject({
    share: undefined,
    secondsLeft: undefined,
  });
});

test("rows that came meanwhile do not make it more than all, nor time less than none", () => {
  const meter = new Meter(100);
  meter.take({ rows: 0, bytes: 0 }, 0);
  expect(meter.take({ rows: 110, bytes: 1000 }, 1)).toMatchObject({ share: 1, secondsLeft: 0 });
});
