import { useEffect } from "preact/hooks";

/** Sets the tab title while mounted. */
export function useTitle(...parts: (string | undefined)[]): void {
  const title = [...parts.filter(Boolean), "ess-edge"].join(" · ");
  useEffect(() => {
    document.title = title;
  }, [title]);
}
