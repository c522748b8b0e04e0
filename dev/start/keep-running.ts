import { setTimeout as sleep } from "node:timers/promises";
import type { Postgres } from "../database/postgres.ts";

/** The processes of a killed server need a moment to end. */
const TRIES = 5;

/**
 * Starts Postgres again whenever it ends before `signal` says so.
 * @throws if it does not start any more
 */
export async function keepRunning(
  postgres: Pick<Postgres, "ended" | "restart">,
  signal: AbortSignal,
  say: (text: string) => void,
): Promise<void> {
  while (!signal.aborted) {
    await postgres.ended();
    if (signal.aborted) return;
    say("Postgres has ended unexpectedly; starting it again …");
    await restart(postgres, signal);
    if (!signal.aborted) say("Postgres runs again.");
  }
}

async function restart(postgres: Pick<Postgres, "restart">, signal: AbortSignal): Promise<void> {
  for (let tries = 1; !signal.aborted; tries++) {
    try {
      return await postgres.restart();
    } catch (error) {
      if (tries === TRIES) throw error;
      await sleep(500 * tries);
    }
  }
}
