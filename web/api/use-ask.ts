import { useCallback, useLayoutEffect, useRef, useState } from "preact/hooks";
import { ApiProblem, isAbort } from "./problem";

export type Asked<T> = {
  /** Latest response. Kept when the key changes, until the next response arrives. */
  data?: T;
  /** Error of the latest request. */
  problem?: ApiProblem;
  isLoading: boolean;
  again: () => void;
};

type State<T> = { key?: string; data?: T; problem?: ApiProblem; isLoading: boolean };

/**
 * Sends a request when `key` changes (undefined: none yet), and repeats it while the page is visible: every
 * `everySeconds`, or every `retrySeconds` after an error. Aborts outdated requests. Honours `Retry-After`.
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

  // Layout effect: the request must not wait for the next frame.
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
