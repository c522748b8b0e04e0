import { useEffect, useRef, useState } from "preact/hooks";
import type { ProtectionEvent, Site } from "../../api/paths";
import { useLanguage, useText } from "../../text";
import { askPage } from "./ask";
import { type Bounds, boundsOf, type Filter, passes, queryOf, zoneOf } from "./filter";
import { type Change, openCounts, withChange, within } from "./list";
import { useList } from "./use-list";
import { useLive } from "./use-live";

const PAGE = 50;
const MOST_OPEN = 1000;
const FRESH_MILLIS = 10_000;
/** Delay that combines a burst of events into one reload of the counts. */
const SETTLE_MILLIS = 2000;
/** Interval at which a relative range moves on. */
const MOVE_MILLIS = 60_000;

/** Events of a filter, updated live without moving a list that is being read. */
export function useFeed(
  filter: Filter,
  sites: readonly Site[] | undefined,
  isReading: () => boolean,
) {
  const zone = zoneOf(filter, sites ?? []);
  const key = sites && JSON.stringify([filter, zone]);
  const { shown, bounds, moveOn } = useShown(filter, zone, key, isReading);
  const open = useOpen(filter.site, sites !== undefined);
  const { waiting, wait, isWaiting, take } = useWaiting(key);
  const [elsewhere, setElsewhere] = useState<readonly number[]>([]);
  const [told, setTold] = useState("");
  const { fresh, mark } = useFresh();
  const { turn, bump } = useTurns();
  useEffect(() => {
    setElsewhere([]);
  }, [key]);

  const tell = useTelling(setTold);
  const isIn = (event: ProtectionEvent) => passes(event, filter, bounds());
  const put = (changes: readonly Change[]) => {
    shown.change((list) => changes.reduce((all, one) => withChange(all, one, isIn), list));
    mark(changes.filter(({ kind }) => kind === "new").map(({ event }) => event.id));
  };
  const onChange = (change: Change) => {
    const { kind, event } = change;
    tell(change);
    bump();
    open.change((list) => withChange(list, change, () => kind === "new"));
    const isShown = shown.list?.events.some(({ id }) => id === event.id);
    if (!isShown && !isWaiting(event.id) && kind === "new" && !isIn(event))
      setElsewhere((ids) => [...ids.filter((id) => id !== event.id), event.id]);
    else if (!isShown && (isWaiting(event.id) || (kind === "new" && isReading()))) wait(change);
    else put([change]);
  };
  const reload = () => {
    moveOn();
    shown.again();
    open.again();
    bump();
  };
  const live = useLive(filter.site, { onChange, onOpen: reload });

  return {
    zone,
    /** Current time, for relative ranges. */
    bounds,
    key,
    shown,
    live,
    told,
    fresh,
    turn,
    open: open.list && openCounts(open.list.events),
    waiting,
    elsewhere: elsewhere.length,
    /** Shows the held-back events. */
    showWaiting: () => put(take()),
    /** Applies an acknowledgement made on this page. */
    replace: (event: ProtectionEvent) => {
      const change: Change = { kind: event.end ? "ended" : "new", event };
      shown.change((list) => withChange(list, change, () => false));
      open.change((list) => withChange(list, change, () => false));
    },
  };
}

export type Feed = ReturnType<typeof useFeed>;

/** List of a filter. Reloads as a relative range moves on. */
function useShown(filter: Filter, zone: string, key: string | undefined, isReading: () => boolean) {
  const bounds = (): Bounds => boundsOf(filter, zone, Date.now() / 1000);
  const shown = useList(key, (next, signal) =>
    askPage(filter, { ...queryOf(filter, bounds()), page_size: PAGE, ...next }, signal),
  );
  const moveOn = () => shown.change((list) => within(list, bounds().from));
  useEvery(MOVE_MILLIS, () => {
    if (!isReading()) moveOn();
  });
  return { shown, bounds, moveOn };
}

/** Open events of a site or of all sites, regardless of other filters. */
const useOpen = (site: number | undefined, isReady: boolean) =>
  useList(isReady ? `open ${site}` : undefined, (_, signal) =>
    askPage(site === undefined ? {} : { site }, { open: "1", page_size: MOST_OPEN }, signal),
  );

/** Announces changes to screen readers. */
function useTelling(say: (text: string) => void) {
  const { events: t } = useText();
  const language = useLanguage();
  return ({ kind, event }: Change) =>
    say(t.announce[kind](language === "ko" ? event.description : event.description_eng));
}

/** New events, highlighted for a moment. */
function useFresh() {
  const [fresh, setFresh] = useState<ReadonlySet<number>>(new Set());
  const timers = useRef(new Set<ReturnType<typeof setTimeout>>());
  useEffect(() => () => timers.current.forEach(clearTimeout), []);
  const mark = (ids: readonly number[]) => {
    if (ids.length === 0) return;
    setFresh((before) => new Set([...before, ...ids]));
    const timer = setTimeout(() => {
      timers.current.delete(timer);
      setFresh((before) => new Set([...before].filter((id) => !ids.includes(id))));
    }, FRESH_MILLIS);
    timers.current.add(timer);
  };
  return { fresh, mark };
}

/** Interval that calls the latest callback. */
function useEvery(millis: number, act: () => void): void {
  const newest = useRef(act);
  newest.current = act;
  useEffect(() => {
    const timer = setInterval(() => newest.current(), millis);
    return () => clearInterval(timer);
  }, [millis]);
}

/** Counter that increases once after a burst of calls. */
function useTurns() {
  const [turn, setTurn] = useState(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const bump = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setTurn((before) => before + 1), SETTLE_MILLIS);
  };
  return { turn, bump };
}

/** Changes held back while the list is read. */
function useWaiting(key: string | undefined) {
  const held = useRef<Change[]>([]);
  const [waiting, setWaiting] = useState(0);
  const hold = (changes: Change[]) => {
    held.current = changes;
    const added = changes.filter(({ kind }) => kind === "new").map(({ event }) => event.id);
    setWaiting(new Set(added).size);
  };
  useEffect(() => hold([]), [key]);
  return {
    /** Number of held-back events. */
    waiting,
    wait: (change: Change) => hold([...held.current, change]),
    isWaiting: (id: number) => held.current.some(({ event }) => event.id === id),
    take: () => {
      const all = held.current;
      hold([]);
      return all;
    },
  };
}
