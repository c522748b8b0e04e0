import type { Caller } from "../domain/access/scopes.ts";
import type { Language } from "./problem.ts";
import type { Tally } from "./tally.ts";

/** What Hono's context carries. Only the first and the last stage of a request know it. */
export type AppEnv = {
  Bindings: object;
  Variables: {
    requestId: string;
    language: Language;
    caller: Caller;
    /** Path pattern of the operation, e.g. `/api/ess/operating-sites/{site}/pcs/`. */
    route: string | undefined;
    /** Header fields that tell how often the caller may still call; set once a request is admitted. */
    limits: Readonly<Record<string, string>> | undefined;
    tally: Tally;
    /** Settles when a streamed body has been sent and the tally is complete. */
    ending: Promise<unknown> | undefined;
  };
};
