import { useEffect, useState } from "preact/hooks";

const SETTLE_MS = 300;

/** A text when it has stayed as it is for a moment: while somebody types nothing is asked. */
export function useSettled(text: string | undefined): string | undefined {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    if (settled === undefined) setSettled(text); // there is nothing yet that it could flicker from
    const timer = setTimeout(() => setSettled(text), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
