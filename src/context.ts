import type { Grant } from "./domain/access/scopes.ts";
import type { Language } from "./response/problem.ts";

/** Who asks: a key, a signed link on behalf of a key, or anyone. */
export type Caller = Grant & {
  via: "key" | "link" | "anyone";
  /** Lookup part of the key. */
  key?: string | undefined;
  /** When the key ends, milliseconds since 1970. */
  expiresAt?: number | undefined;
};

/** What becomes of an answer, for the log: known when its body has gone out. */
export type Tally = { rows?: number | undefined; bytes?: number | undefined; outcome?: string };

/** What Hono's context carries from the first middleware on. */
export type AppEnv = {
  Bindings: object;
  Variables: {
    requestId: string;
    language: Language;
    caller: Caller;
    /** Pattern of the operation's address, e.g. `/api/ess/operating-sites/{s}/pcs/`. */
    route: string | undefined;
    tally: Tally;
    /** Ends when a streamed body has gone out and the tally is complete. */
    ending: Promise<unknown> | undefined;
  };
};
