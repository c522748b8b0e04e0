import { useEffect, useRef, useState } from "preact/hooks";
import { follow, type LiveState } from "../../../client/follow";
import { send } from "../../api/client";
import type { ApiProblem } from "../../api/problem";
import type { Change } from "./list";

export type Live = { state: LiveState; problem?: ApiProblem };

/** A page hidden for longer than this closes the stream until it is visible again. */
const HIDDEN_MILLIS = 120_000;
const PATH = "/api/ess-feature/protectionmap/stream/";
const KINDS = ["new", "ended", "withdrawn"] as const;

/** Follows the event stream of a site or of all sites while the page is visible. */
export function useLive(
  site: number | undefined,
  told: { onChange: (change: Change) => void; onOpen: () => void },
): Live {
  const [live, setLive] = useState<Live>({ state: "connecting" });
  const isSeen = useSeen();
  const handlers = useRef(told);
  handlers.current = told;
  useEffect(() => {
    if (!isSeen) return setLive({ state: "paused" });
    const left = new AbortController();
    const { signal } = left;
    follow({
      signal,
      open: (lastId, wanted) => open(site, lastId, wanted),
      onMessage: ({ event, data }) => {
        const kind = KINDS.find((one) => one === event);
        if (kind) handlers.current.onChange({ kind, event: JSON.parse(data) });
      },
      onState: (state, problem) => setLive({ state, problem }),
      onOpen: () => handlers.current.onOpen(),
      wait: pause,
    });
    return () => left.abort();
  }, [site, isSeen]);
  return live;
}

function open(
  site: number | undefined,
  lastId: string | undefined,
  signal: AbortSignal,
): Promise<Response> {
  // Offline: no need to wait for the silence timeout.
  const cut = new AbortController();
  addEventListener("offline", () => cut.abort(), { once: true, signal });
  const query = site === undefined ? "" : `?site=${site}`;
  return send(
    new Request(`${location.origin}${PATH}${query}`, {
      signal: AbortSignal.any([signal, cut.signal]),
      headers: lastId === undefined ? {} : { "last-event-id": lastId },
    }),
  );
}

/** Whether the page is visible or was a short while ago. */
function useSeen(): boolean {
  const [isSeen, setSeen] = useState(true);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      if (document.hidden) timer = setTimeout(() => setSeen(false), HIDDEN_MILLIS);
      else setSeen(true);
    };
    document.addEventListener("visibilitychange", look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, []);
  return isSeen;
}

/** Waits, but no longer than until the browser is online again. */
function pause(millis: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      removeEventListener("online", end);
      resolve();
    };
    const timer = setTimeout(end, millis);
    signal.addEventListener("abort", end);
    addEventListener("online", end);
  });
}
