import { useEffect, useState } from "preact/hooks";

/** Seconds since 1970, so that ages grow while nothing else changes. */
export function useNow(everySeconds = 5): number {
  const [now, setNow] = useState(Date.now() / 1000);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now() / 1000), everySeconds * 1000);
    return () => clearInterval(timer);
  }, [everySeconds]);
  return now;
}
