import { useEffect, useState } from "preact/hooks";

/** Current time, seconds since 1970; rerenders regularly so that ages stay correct. */
export function useNow(everySeconds = 5): number {
  const [now, setNow] = useState(Date.now() / 1000);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now() / 1000), everySeconds * 1000);
    return () => clearInterval(timer);
  }, [everySeconds]);
  return now;
}
