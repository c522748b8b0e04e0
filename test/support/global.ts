import type { TestProject } from "vitest/node";
import { startWorlds, type World } from "./worlds.ts";

declare module "vitest" {
  /** Every test file finds a world of its own: `own-world.ts` asks for it. */
  interface ProvidedContext extends World {
    /** Where worlds are handed out. */
    worlds: string;
  }
}

/** Makes the databases that every world is copied from, and the bundle, once for all test files. */
export default async function setup(project: TestProject) {
  const worlds = await startWorlds();
  project.provide("worlds", worlds.url);
  return worlds.stop;
}
