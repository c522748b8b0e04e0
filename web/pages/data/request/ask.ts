import { send } from "../../../api/client";

/** Sends a request to a URL built from a data request. The typed client accepts paths only. */
export const askAt = (
  address: string,
  { signal, method = "GET" }: { signal: AbortSignal; method?: "GET" | "HEAD" },
): Promise<Response> => send(new Request(new URL(address, location.origin), { method, signal }));
