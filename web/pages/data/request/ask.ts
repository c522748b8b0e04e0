import { send } from "../../../api/client";

/** Asks at an address that is made of the request; the typed client knows paths, not addresses. */
export const askAt = (
  address: string,
  { signal, method = "GET" }: { signal: AbortSignal; method?: "GET" | "HEAD" },
): Promise<Response> => send(new Request(new URL(address, location.origin), { method, signal }));
