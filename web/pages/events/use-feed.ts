import { useEffect, useRef, useState } from "preact/hooks";
import type { ProtectionEvent } from "../../api/events";
import type { Site } from "../../shell/session";
import { useLanguage, useText } from "../../text";
import { askPage } from "./ask";
import { type Bounds, boundsOf, type Filter, passes, queryOf, zoneOf } from "./filter";
import { type Change, openCounts, withChange, within } from "./list";
import { useList } from "./use-list";
import { useLive } from "./use-live";

const PAGE = 50;
const MOST_OPEN = 1000;
const FRESH_MILLIS = 10_000;
/** A burst of events asks once for counts. */
const SETTLE_MILLIS = 2000;
/** The last hours are others after this. */
const MOVE_MILLIS = 60_000;

/** The events that a filter shows, kept up to date by the stream without moving what is being read. */
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
    /** Of this moment: the last hours move on. */
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
    /** Shows what has been held back. */
    showWaiting: () => put(take()),
    /** An event that was acknowledged here. */
    replace: (event: ProtectionEvent) => {
      const change: Change = { kind: event.end ? "ended" : "new", event };
      shown.change((list) => withChange(list, change, () => false));
      open.change((list) => withChange(list, change, () => false));
    },
  };
}

export type Feed = ReturnType<typeof useFeed>;

/** The list of a filter. As time passes, its last hours are others. */
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

/** All that goes on, at a site or at all of them, whatever else is filtered. */
const useOpen = (site: number | undefined, isReady: boolean) =>
  useList(isReady ? `open ${site}` : undefined, (_, signal) =>
    askPage(site === undefined ? {} : { site }, { open: "1", page_size: MOST_OPEN }, signal),
  );

/** Says what happened, for who does not see it. */
function useTelling(say: (text: string) => void) {
  const { events: t } = useText();
  const language = useLanguage();
  return ({ kind, event }: Change) =>
    say(t.announce[kind](language === "ko" ? event.description : event.description_eng));
}

/** Events that have just come, for a moment. */
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

/** Does something again and again; what that is may be another each time. */
function useEvery(millis: number, act: () => void): void {
  const newest = useRef(act);
  newest.current = act;
  useEffect(() => {
    const timer = setInterval(() => newest.current(), millis);
    return () => clearInterval(timer);
  }, [millis]);
}

/** A number that grows some time after the last of several bumps. */
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

/** Changes that are held back while the list is read. Several may come before the page is drawn again. */
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
    /** How many events. */
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
