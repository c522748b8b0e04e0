import { inject } from "vitest";
import type { World } from "./worlds.ts";

/*
 * Runs before each test file of the service: fetches the file's world, which `inject("worker")`, `inject("server")`,
 * `inject("endpoint")` and `inject("bundle")` then answer. Vitest provides values to projects only, not to files.
 */
const { providedContext } = (
  globalThis as unknown as { __vitest_worker__: { providedContext: Partial<World> } }
).__vitest_worker__;
const response = await fetch(inject("worlds") + process.env.VITEST_POOL_ID);
if (!response.ok) throw new Error(await response.text());
Object.assign(providedContext, (await response.json()) as World);
