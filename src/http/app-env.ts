import type { Language } from "./problem.ts";

/** What Hono's context carries from the first middleware on. */
export type AppEnv = {
  Bindings: object;
  Variables: { requestId: string; language: Language };
};
