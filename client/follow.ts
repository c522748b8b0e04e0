import { createParser, type EventSourceMessage } from "eventsource-parser";
import { ApiProblem } from "./problem.ts";

/** `again`: it broke and is tried again; `stopped`: the service refuses it; `paused`: nobody looks. */
export type LiveState = "connecting" | "live" | "again" | "stopped" | "paused";

export type Follow = {
  /** Asks for the stream, after a message or from now on. It throws an ApiProblem where that fails. */
  open: (lastId: string | undefined, signal: AbortSignal) => Promise<Response>;
  /** The message after which to begin; without it with what happens from now on. */
  lastId?: string | undefined;
  onMessage: (message: EventSourceMessage) => void;
  onState: (state: LiveState, problem?: ApiProblem) => void;
  /** The stream is there for the first time, or again after it broke: what was asked before may be old. */
  onOpen: () => void;
  signal: AbortSignal;
  wait: (millis: number, signal: AbortSignal) => Promise<void>;
  /** The service says something each 1.5 seconds; after this long without a word it is gone. */
  silenceMillis?: number;
};

const ENDED_MILLIS = 1000;
const MOST_MILLIS = 30_000;
const SILENCE_MILLIS = 15_000;

/** An id without data, which the parser does not tell of: it moves past what is not for us. */
const BARE_ID = /^id: (\d+)\n\n/gm;

/**
 * Reads server-sent events until the signal: where the answer ends or breaks it comes again and goes on after the
 * last message. (The browser's own EventSource cannot send the key's header.)
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

/** What will not be better by asking again. */
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
