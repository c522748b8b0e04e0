import { expect, it } from "vitest";
import { type Checkpoint, replay, type UnitDay } from "../../src/domain/events/replay.ts";
import { RACK_RULES } from "../../src/domain/events/rules.ts";
import { SECOND, START, secondsFrom } from "./samples.ts";

const OPTIONS = { rules: RACK_RULES, profile: null };
const DAY = 86_400 * SECOND;
const FLAG = "positive-fuse-fault";

const dayOf = (n: number, values: readonly number[], more: Partial<UnitDay> = {}): UnitDay => {
  const from = START + n * DAY;
  const samples = secondsFrom(
    values.map((value) => ({ flags: { [FLAG]: value } })),
    from,
  );
  const known = { before: undefined, own: undefined, next: undefined };
  return { day: `2022-07-0${6 + n}`, from, to: from + DAY, samples, ...known, ...more };
};

const checkpointOf = (n: number, values: readonly number[]): Checkpoint =>
  replay([dayOf(n, values)], OPTIONS).checkpoints[0]?.after as Checkpoint;

it("what a state that is out of date tells of another day is hearsay", () => {
  // The 6th had a fault that went on through the 7th; now it has none, and the 8th is run before the 7th.
  const stale = { ...checkpointOf(0, [0, 1]), day: "2022-07-07" };
  const first = dayOf(0, [0, 0], { own: checkpointOf(0, [0, 1]), next: "2022-07-07" });
  const third = dayOf(2, [1, 0], { before: stale });
  const { outcomes, found, stale: again } = replay([first, third], OPTIONS);
  expect(outcomes.map(({ event, hasBegun }) => [event.start.timeMicros, hasBegun])).toEqual([
    [START + SECOND, false],
    [START + 2 * DAY, true],
  ]);
  expect(found.map(({ start }) => start.timeMicros)).toEqual([START + 2 * DAY]);
  expect(again).toEqual(["2022-07-07"]);
});

it("later days stand where a day ends as it did before, and are stale where it does not", () => {
  const own = checkpointOf(0, [0, 1, 1]);
  const same = replay([dayOf(0, [0, 1, 1], { own, next: "2022-07-07" })], OPTIONS);
  expect(same).toMatchObject({ outcomes: [], checkpoints: [], stale: [] });
  expect(same.found).toHaveLength(1);
  const other = replay([dayOf(0, [1, 1, 1], { own, next: "2022-07-07" })], OPTIONS);
  expect(other.stale).toEqual(["2022-07-07"]);
  expect(other.outcomes).toMatchObject([{ isSettled: false, hasBegun: true }]);
});

it("a day without rows has no checkpoint any more", () => {
  const own = checkpointOf(0, [0, 1]);
  const { checkpoints, found, ranges } = replay([dayOf(0, [], { own })], OPTIONS);
  expect(checkpoints).toEqual([{ day: "2022-07-06", after: undefined }]);
  expect(found).toEqual([]);
  expect(ranges).toEqual([{ from: START, to: START + DAY }]);
});

it("what has changed reaches later days across one whose rows came and went", () => {
  const first = dayOf(0, [0, 1], { next: "2022-07-09" });
  const second = dayOf(1, [], { next: "2022-07-09" });
  expect(replay([first, second], OPTIONS).stale).toEqual(["2022-07-09"]);
});

it("a day that is run on from its own last row and has no more keeps its checkpoint", () => {
  const own = checkpointOf(0, [0, 1]);
  const { checkpoints, stale } = replay(
    [dayOf(0, [], { from: own.at, before: own, own, next: "2022-07-07" })],
    OPTIONS,
  );
  expect([checkpoints, stale]).toEqual([[], []]);
});
