import { askVia } from "../../../dev/database/ask.ts";
import { withClient } from "../../../dev/database/migrate.ts";
import { newKey } from "../../../src/domain/access/key.ts";
import { SCOPES } from "../../../src/domain/access/scopes.ts";
import { insertKey, type NewKeyRecord } from "../../../src/store/access/keys.ts";
import { useOwnService } from "./service.ts";

export type ClosedService = {
  /** A new key's text, by default with every scope at every site. */
  makeKey: (given?: Partial<NewKeyRecord>) => Promise<string>;
};

/** The web before the same data, for the tests of a file, with `AUTH=closed`: it answers nobody without a key. */
export function useClosedService(): ClosedService {
  const own = useOwnService(["ess_platform"], { AUTH: "closed" });
  return {
    makeKey: async (given = {}) => {
      const { text, lookup, sha256 } = await newKey();
      const record = { lookup, sha256, name: "test", scopes: SCOPES, ...given };
      await withClient(own.bindings.PLATFORM_DATABASE_URL ?? "", (client) =>
        insertKey(askVia(client), record),
      );
      return text;
    },
  };
}
