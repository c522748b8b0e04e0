import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, inject } from "vitest";
import { askVia } from "../../../dev/database/ask.ts";
import { withClient } from "../../../dev/database/migrate.ts";
import { freePort } from "../../../dev/database/postgres.ts";
import { startWrangler, type Wrangler } from "../../../dev/runtime/wrangler.ts";
import { newKey } from "../../../src/domain/access/key.ts";
import { SCOPES } from "../../../src/domain/access/scopes.ts";
import { insertKey, type NewKeyRecord } from "../../../src/store/access/keys.ts";

export type ClosedService = {
  base: string;
  /** A new key's text, by default with every scope at every site. */
  makeKey: (given?: Partial<NewKeyRecord>) => Promise<string>;
};

/** The web before the same data, for the tests of a file, with `AUTH=closed`: it answers nobody without a key. */
export function useClosedService(): ClosedService {
  let worker: Wrangler | undefined;
  const folder = mkdtempSync(join(tmpdir(), "ess-edge-closed-"));
  const platform = () => `${inject("server")}ess_platform`;
  const service: ClosedService = {
    base: "",
    makeKey: async (given = {}) => {
      const { text, lookup, sha256 } = await newKey();
      const record = { lookup, sha256, name: "test", scopes: SCOPES, ...given };
      await withClient(platform(), (client) => insertKey(askVia(client), record));
      return text;
    },
  };
  beforeAll(async () => {
    const port = await freePort();
    service.base = `http://localhost:${port}`;
    worker = startWrangler(
      port,
      {
        DATABASE_URL: platform(),
        NEON_LOCAL_ENDPOINT: inject("endpoint"),
        AUTH: "closed",
        LINK_KEY: "a secret that signs the links of the tests",
        DEID_MODE: "plain",
      },
      folder,
    );
    if (!(await worker.isReady)) throw new Error("the closed worker did not become ready");
  });
  afterAll(async () => {
    await worker?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return service;
}
