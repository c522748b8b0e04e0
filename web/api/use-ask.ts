import { useCallback, useLayoutEffect, useRef, useState } from "preact/hooks";
import { ApiProblem, isAbort } from "./problem";

export type Asked<T> = {
  /** The newest answer; that of the question before stays until the next one is there. */
  data?: T;
  /** What the newest question failed with. */
  problem?: ApiProblem;
  isLoading: boolean;
  again: () => void;
};

type State<T> = { key?: string; data?: T; problem?: ApiProblem; isLoading: boolean };

/**
 * Asks when `key` changes (undefined: not yet), and again every so many seconds while the page is seen; what has
 * failed every `retrySeconds`. A question that is no longer wanted is broken off. After 429 and 503 it waits as long
 * as it is told.
 */
export function useAsk<T>(
  key: string | undefined,
  load: (signal: AbortSignal) => Promise<T>,
  {
    everySeconds,
    retrySeconds = everySeconds,
  }: { everySeconds?: number; retrySeconds?: number } = {},
): Asked<T> {
  const [state, setState] = useState<State<T>>({ isLoading: key !== undefined });
  const [turn, setTurn] = useState(0);
  const loader = useRef(load);
  loader.current = load;

  // Not after the next frame: the answer is what the page waits for.
  useLayoutEffect(() => {
    if (key === undefined) return;
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      setState((before) => ({ ...before, isLoading: true }));
      let wait = everySeconds;
      try {
        const data = await loader.current(abort.signal);
        if (!abort.signal.aborted) setState({ key, data, isLoading: false });
      } catch (error) {
        if (abort.signal.aborted || isAbort(error)) return;
        const problem = toProblem(error);
        wait = retrySeconds && Math.max(retrySeconds, problem.retryAfter ?? 0);
        setState(({ data }) => ({ key, data, problem, isLoading: false }));
      }
      if (wait && !abort.signal.aborted) timer = setTimeout(whenSeen, wait * 1000);
    };
    const whenSeen = () => {
      if (!document.hidden) return ask();
      document.addEventListener("visibilitychange", ask, { once: true, signal: abort.signal });
    };
    ask();
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [key, turn, everySeconds, retrySeconds]);

  const again = useCallback(() => setTurn((before) => before + 1), []);
  return { data: state.data, problem: state.problem, isLoading: state.isLoading, again };
}

function toProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  console.error(error);
  return new ApiProblem(0, { code: "broken", detail: String(error) });
}
