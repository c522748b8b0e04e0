import { useEffect } from "preact/hooks";

/** The title of the tab while a page is shown. */
export function useTitle(...parts: (string | undefined)[]): void {
  const title = [...parts.filter(Boolean), "ess-edge"].join(" · ");
  useEffect(() => {
    document.title = title;
  }, [title]);
}
