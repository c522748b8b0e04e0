import type { EventSourceMessage } from "eventsource-parser";
import type { Ask, ClientOptions } from "./ask.ts";
import { follow } from "./follow.ts";
import type { Schemas } from "./paths.ts";
import { pause } from "./pause.ts";
import type { ApiProblem } from "./problem.ts";

export type EventsGiven = {
  site?: number;
  level?: 1 | 2;
  /** `id` of the last change received. Without it, the stream starts now. */
  lastEventId?: string;
  signal?: AbortSignal;
};

/** A change of an event, with the `id` to resume after. */
export type EventChange = {
  kind: "new" | "ended" | "withdrawn";
  id: string;
  event: Schemas["ProtectionEvent"];
};

const PATH = "/api/ess-feature/protectionmap/stream/";
const KINDS = ["new", "ended", "withdrawn"] as const;

/** Live event changes. Resumes a lost stream after the last change. Throws if the service rejects the request. */
export async function* eventsOf(
  ask: Ask,
  { wait = pause }: ClientOptions,
  { site, level, lastEventId, signal }: EventsGiven,
): AsyncGenerator<EventChange, void, undefined> {
  const left = new AbortController();
  const either = signal ? AbortSignal.any([signal, left.signal]) : left.signal;
  const waiting: EventChange[] = [];
  let refused: ApiProblem | undefined;
  let wake = () => {};
  const over = follow({
    signal: either,
    lastId: lastEventId,
    open: (lastId, wanted) =>
      ask(PATH, { query: { site, level }, header: { "last-event-id": lastId }, signal: wanted }),
    onMessage: (message) => {
      const change = changeOf(message);
      if (change) waiting.push(change);
      wake();
    },
    onState: (state, problem) => {
      if (state === "stopped") refused = problem;
    },
    onOpen: () => {},
    wait: (millis, wanted) => wait(millis, wanted).catch(() => {}),
  });
  let isOver = false;
  over.finally(() => {
    isOver = true;
    wake();
  });
  try {
    for (;;) {
      yield* waiting.splice(0);
      if (isOver) break;
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (isOver || waiting.length > 0) resolve();
      });
    }
    if (refused) throw refused;
  } finally {
    left.abort();
    await over;
  }
}

function changeOf({ event, id = "", data }: EventSourceMessage): EventChange | undefined {
  const kind = KINDS.find((one) => one === event);
  return kind && { kind, id, event: JSON.parse(data) };
}
