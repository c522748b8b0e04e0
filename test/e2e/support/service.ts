import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, inject } from "vitest";
import { freePort } from "../../../dev/database/postgres.ts";
import { startWrangler } from "../../../dev/runtime/wrangler.ts";
import { copyDatabases } from "./databases.ts";

export type Service = { base: string; stop: () => Promise<void> };

/** The web before the common databases, or before those that `bindings` name. */
export async function startService(bindings: Record<string, string>): Promise<Service> {
  const folder = mkdtempSync(join(tmpdir(), "ess-edge-e2e-"));
  const port = await freePort();
  const worker = startWrangler(
    port,
    {
      DATABASE_URL: `${inject("server")}ess_platform`,
      NEON_LOCAL_ENDPOINT: inject("endpoint"),
      AUTH: "open",
      LINK_KEY: inject("linkKey"),
      DEID_MODE: "plain",
      ...bindings,
    },
    folder,
  );
  const stop = async () => {
    await worker.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  if (await worker.isReady) return { base: `http://localhost:${port}`, stop };
  await stop();
  throw new Error("the worker did not become ready");
}

/** Set once the tests of this file have a service of their own. */
let own: string | undefined;

/** Where the web answers for the tests of this file. */
export const web = (): string => own ?? inject("web");

/**
 * A service for tests that write, with databases of its own; the common one is only read. Returns the bindings once
 * the tests run.
 */
export function useOwnService(
  names: readonly string[],
  more: Record<string, string> = {},
): { bindings: Record<string, string> } {
  const given: { bindings: Record<string, string> } = { bindings: {} };
  const ends: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    const copies = await copyDatabases(names);
    ends.unshift(copies.drop);
    const service = await startService({ ...copies.bindings, ...more });
    ends.unshift(service.stop);
    given.bindings = copies.bindings;
    own = service.base;
  });
  afterAll(async () => {
    for (const end of ends) await end();
  });
  return given;
}
