import { useEffect, useState } from "preact/hooks";

const SETTLE_MS = 300;

/** Debounced text, so that typing sends no requests. */
export function useSettled(text: string | undefined): string | undefined {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    if (settled === undefined) setSettled(text); // first value: no delay
    const timer = setTimeout(() => setSettled(text), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
