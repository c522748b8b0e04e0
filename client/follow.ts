import { createParser, type EventSourceMessage } from "eventsource-parser";
import { ApiProblem } from "./problem.ts";

/** `again`: reconnecting after an error; `stopped`: rejected by the service; `paused`: page hidden. */
export type LiveState = "connecting" | "live" | "again" | "stopped" | "paused";

export type Follow = {
  /** Opens the stream after a message, or from now on. Throws ApiProblem on failure. */
  open: (lastId: string | undefined, signal: AbortSignal) => Promise<Response>;
  /** Message to start after. Without it, the stream starts now. */
  lastId?: string | undefined;
  onMessage: (message: EventSourceMessage) => void;
  onState: (state: LiveState, problem?: ApiProblem) => void;
  /** Called on each connection. Data loaded before a reconnection may be outdated. */
  onOpen: () => void;
  signal: AbortSignal;
  wait: (millis: number, signal: AbortSignal) => Promise<void>;
  /** The service sends something every 1.5 s. Longer silence than this means a lost connection, ms. */
  silenceMillis?: number;
};

const ENDED_MILLIS = 1000;
const MOST_MILLIS = 30_000;
const SILENCE_MILLIS = 15_000;

/** An id without data, which the parser does not report. It advances the resume position. */
const BARE_ID = /^id: (\d+)\n\n/gm;

/**
 * Reads server-sent events until the signal aborts. Reconnects after the last message. (EventSource cannot send the
 * header with the key.)
 */
export async function follow(options: Follow): Promise<void> {
  const { open, onState, onOpen, signal, wait } = options;
  let { lastId } = options;
  let failures = 0;
  let isNew = true;
  onState("connecting");
  while (!signal.aborted) {
    let delay = ENDED_MILLIS;
    const silence = new AbortController();
    const either = AbortSignal.any([signal, silence.signal]);
    try {
      const response = await open(lastId, either);
      onState("live");
      if (isNew) onOpen();
      isNew = false;
      failures = 0;
      await read(response, options, silence, (id) => {
        lastId = id;
      });
    } catch (error) {
      if (signal.aborted) return;
      const problem = error instanceof ApiProblem ? error : undefined;
      if (problem && isFinal(problem)) return onState("stopped", problem);
      isNew = true;
      delay = Math.min(MOST_MILLIS, 1000 * 2 ** failures++);
      delay = Math.max(delay, (problem?.retryAfter ?? 0) * 1000);
      onState("again", problem);
    }
    await wait(delay, signal);
  }
}

/** Errors that a retry cannot fix. */
const isFinal = ({ status }: ApiProblem): boolean =>
  status >= 400 && status < 500 && status !== 408 && status !== 429;

async function read(
  response: Response,
  { onMessage, silenceMillis = SILENCE_MILLIS }: Follow,
  silence: AbortController,
  onId: (id: string) => void,
): Promise<void> {
  const parser = createParser({
    onEvent: (message) => {
      onMessage(message);
      if (message.id !== undefined) onId(message.id);
    },
  });
  const gone = () => silence.abort(new Error("The stream has fallen silent"));
  let timer = setTimeout(gone, silenceMillis);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const broken = new Promise<never>((_, reject) => {
    silence.signal.addEventListener("abort", () => reject(silence.signal.reason));
  });
  try {
    for (;;) {
      const part = await Promise.race([reader?.read(), broken]);
      if (!part || part.done) return;
      clearTimeout(timer);
      timer = setTimeout(gone, silenceMillis);
      parser.feed(part.value);
      for (const [, id = ""] of part.value.matchAll(BARE_ID)) onId(id);
    }
  } finally {
    clearTimeout(timer);
    broken.catch(() => {});
    reader?.cancel().catch(() => {});
  }
}
