import { useCallback } from "preact/hooks";
import { useLocation } from "preact-iso";

/** State of a page in its query string. */
export function useAddress(): {
  query: Record<string, string | undefined>;
  change: (parts: Record<string, string | undefined>, options?: { replace?: boolean }) => void;
} {
  const { query, path, route } = useLocation();
  const change = useCallback(
    (parts: Record<string, string | undefined>, { replace = true } = {}) => {
      const search = new URLSearchParams(location.search);
      for (const [name, value] of Object.entries(parts)) {
        if (value === undefined) search.delete(name);
        else search.set(name, value);
      }
      const text = search.toString().replaceAll("%3A", ":").replaceAll("%2C", ",");
      route(text ? `${path}?${text}` : path, replace);
    },
    [path, route],
  );
  return { query, change };
}
