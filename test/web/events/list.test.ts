import { expect, test } from "vitest";
import {
  type EventList,
  listOf,
  openCounts,
  withChange,
  withFirst,
  within,
  withOlder,
} from "../../../web/pages/events/list.ts";
import { event, page } from "./events.ts";

const ids = ({ events }: EventList) => events.map(({ id }) => id);
const always = () => true;
const [five, four, three, two, one] = [
  event(5, "15:00:00"),
  event(4, "14:00:00"),
  event(3, "13:00:00"),
  event(2, "12:00:00"),
  event(1, "11:00:00"),
];

test("older pages follow, and an event that both have is there once", () => {
  const list = withOlder(listOf(page([five, four], { next: "a", count: 4 })), page([four, three]));
  expect(ids(list)).toEqual([5, 4, 3]);
  expect(list).toMatchObject({ count: 4, next: undefined });
});

test("asked for again the first page is new, what is behind it stays, and so does the way on", () => {
  const before = { events: [four, three, two, one], count: 9, next: { cursor: "d" } };
  const list = withFirst(before, page([five, three], { next: "b", count: 10 }));
  expect(ids(list)).toEqual([5, 3, 2, 1]);
  expect(list).toMatchObject({ count: 10, next: { cursor: "d" } });
});

test("the page that follows is asked for in the range of the one before, which moves on", () => {
  const next = "a&start-time=2026-11-21T00:00:00.000Z";
  expect(listOf(page([five], { next })).next).toEqual({
    cursor: "a",
    "start-time": "2026-11-21T00:00:00.000Z",
  });
});

test("what ended before the range begins by now is gone, what goes on stays", () => {
  const ended = (id: number, end: string) =>
    event(id, "10:00:00", { end: `2026-11-22T${end}+09:00` });
  const list = { events: [five, ended(4, "12:00:01"), ended(3, "12:00:00"), one], count: 9 };
  const from = Date.parse("2026-11-22T12:00:00+09:00") / 1000;
  const after = within({ ...list, next: undefined }, from);
  expect(ids(after)).toEqual([5, 4, 1]);
  expect(after.count).toBe(8);
  expect(ids(within(after, undefined))).toEqual([5, 4, 1]);
});

test("where too much has come to reach what was there, the list begins anew: nothing is missing in between", () => {
  const list = withFirst(
    { events: [two, one], count: 2, next: undefined },
    page([five, four], { next: "b" }),
  );
  expect(ids(list)).toEqual([5, 4]);
  expect(list.next).toEqual({ cursor: "b" });
});

test("a new event takes its place by its time, and among those of one time by its number", () => {
  const list = listOf(page([five, three]));
  expect(ids(withChange(list, { kind: "new", event: four }, always))).toEqual([5, 4, 3]);
  const same = event(6, "13:00:00");
  expect(ids(withChange(list, { kind: "new", event: same }, always))).toEqual([5, 6, 3]);
  expect(withChange(list, { kind: "new", event: one }, always)).toMatchObject({ count: 3 });
});

test("a new event that is older than all that was asked for waits for its page", () => {
  const list = listOf(page([five, four], { next: "a", count: 7 }));
  const after = withChange(list, { kind: "new", event: one }, always);
  expect(ids(after)).toEqual([5, 4]);
  expect(after.count).toBe(8);
});

test("a new event that the filter leaves out does not come in", () => {
  const list = listOf(page([five]));
  expect(withChange(list, { kind: "new", event: four }, () => false)).toBe(list);
});

test("an event that ended stays where it is, also where only open ones are asked for", () => {
  const ended = { ...four, end: "2026-11-22T14:30:00+09:00" };
  const list = withChange(listOf(page([five, four])), { kind: "ended", event: ended }, () => false);
  expect(list.events[1]).toEqual(ended);
  expect(list.count).toBe(2);
});

test("an event that was taken back says so; one that nobody saw is left alone", () => {
  const list = listOf(page([five, four]));
  const after = withChange(list, { kind: "withdrawn", event: four }, always);
  expect(after.events[1]).toMatchObject({ id: 4, isWithdrawn: true });
  expect(withChange(list, { kind: "withdrawn", event: one }, always)).toBe(list);
  const back = withChange(after, { kind: "new", event: four }, always);
  expect(back.events[1]).toEqual(four);
});

test("only what goes on is counted as open, by its level", () => {
  const protection = event(7, "16:00:00", { level: { id: 2, description: "보호" } });
  const ended = { ...three, end: "2026-11-22T13:30:00+09:00" };
  expect(openCounts([protection, five, ended, { ...two, isWithdrawn: true }])).toEqual({
    1: 1,
    2: 1,
  });
});
