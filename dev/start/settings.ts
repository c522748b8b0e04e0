import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ZodError } from "zod";
import { readEnv, VARIABLES } from "../../src/env.ts";
import { UsageError } from "../terminal.ts";

type Variables = Record<string, string>;

/**
 * The worker's settings as the environment names them. An empty text is no setting.
 * @throws {UsageError} naming each variable that is wrong
 */
export function settingsFrom(
  environment: Record<string, string | undefined>,
  notVariables: readonly string[],
): Variables {
  const names = VARIABLES.filter((name) => !notVariables.includes(name));
  const settings = Object.fromEntries(
    names.flatMap((name): [string, string][] => {
      const value = environment[name];
      return value ? [[name, value]] : [];
    }),
  );
  try {
    readEnv({ ...settings });
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    const faults = error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    throw new UsageError(`Wrong settings in the environment:\n${faults.join("\n")}`);
  }
  return settings;
}

/** What holds on somebody's own machine where the environment says nothing. */
export function localDefaults(folder: string, given: Variables): Variables {
  return {
    AUTH: "open",
    LINK_KEY: given.LINK_KEY ?? keptSecret(join(folder, "link-key")),
    // A key of one's own asks for keyed names, as it does when deployed.
    ...(given.DEID_KEY ? {} : { DEID_MODE: "plain" }),
  };
}

/** Kept, so that a link works until its `expires_at`, also after another start. */
function keptSecret(file: string): string {
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString("hex"), { mode: 0o600 });
  return readFileSync(file, "utf8").trim();
}

/** Servers other than the embedded one that the settings name, by connection string. */
export function otherServers(settings: Variables): string[] {
  return Object.entries(settings)
    .filter(([name]) => /DATABASE_URLS?$/.test(name))
    .flatMap(([, value]) => value.match(/postgres(ql)?:\S+/g) ?? []);
}
