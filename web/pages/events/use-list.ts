import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { EventsPage } from "../../api/paths";
import { ApiProblem, isAbort } from "../../api/problem";
import { useAsk } from "../../api/use-ask";
import { type EventList, listOf, type Next, withFirst, withOlder } from "./list";

export type Listing = {
  list?: EventList;
  problem?: ApiProblem;
  isLoading: boolean;
  again: () => void;
  /** Loads the next page. */
  older: () => void;
  isOlderLoading: boolean;
  olderProblem?: ApiProblem;
  change: (to: (list: EventList) => EventList) => void;
};

type Held = { key: string; list: EventList };

/** Paginated event list that accepts live changes. Another key starts another list. */
export function useList(
  key: string | undefined,
  ask: (next: Next | undefined, signal: AbortSignal) => Promise<EventsPage>,
): Listing {
  const [held, setHeld] = useState<Held>();
  const [older, setOlder] = useState<{ isLoading: boolean; problem?: ApiProblem }>({
    isLoading: false,
  });
  const asking = useRef<AbortController | undefined>(undefined);
  const first = useAsk(key, async (signal) => ({ of: key, page: await ask(undefined, signal) }));

  useEffect(() => {
    if (!first.data) return;
    const { of = "", page } = first.data;
    setHeld((before) => ({
      key: of,
      list: before?.key === of ? withFirst(before.list, page) : listOf(page),
    }));
  }, [first.data]);
  useEffect(() => {
    setOlder({ isLoading: false });
    return () => asking.current?.abort();
  }, [key]);

  const next = held?.key === key ? held?.list.next : undefined;
  const askOlder = async () => {
    if (next === undefined || older.isLoading) return;
    const left = new AbortController();
    asking.current = left;
    setOlder({ isLoading: true });
    try {
      const page = await ask(next, left.signal);
      if (left.signal.aborted) return;
      setHeld((now) => now && { ...now, list: withOlder(now.list, page) });
      setOlder({ isLoading: false });
    } catch (error) {
      if (isAbort(error) || left.signal.aborted) return;
      const problem =
        error instanceof ApiProblem
          ? error
          : new ApiProblem(0, { code: "broken", detail: String(error) });
      setOlder({ isLoading: false, problem });
    }
  };
  const change = useCallback((to: (list: EventList) => EventList) => {
    setHeld((now) => now && { ...now, list: to(now.list) });
  }, []);

  return {
    list: held?.list,
    problem: first.problem,
    isLoading: first.isLoading || (held !== undefined && held.key !== key),
    again: first.again,
    older: askOlder,
    isOlderLoading: older.isLoading,
    olderProblem: older.problem,
    change,
  };
}
