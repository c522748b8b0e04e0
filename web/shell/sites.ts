import { api, got } from "../api/client";
import type { Site } from "../api/paths";
import { type Asked, useAsk } from "../api/use-ask";
import { useCaller } from "./session";

let remembered: { of: string; sites: Site[] } | undefined;

/** The sites that the caller can access. Shared by all pages, so that only the first one waits. */
export function useSites({ everySeconds }: { everySeconds?: number } = {}): Asked<Site[]> {
  const { key } = useCaller();
  const of = key ?? "";
  const asked = useAsk(
    `sites ${of}`,
    async (signal) => {
      const sites = await got(api.GET("/api/ess/operating-sites/", { signal }));
      remembered = { of, sites };
      return sites;
    },
    { everySeconds },
  );
  return remembered?.of === of ? { ...asked, data: asked.data ?? remembered.sites } : asked;
}
