import type { Site } from "../site.ts";
import { sionyu } from "./1-sionyu.ts";
import { panli } from "./2-panli.ts";
import { hwanggeum } from "./3-hwanggeum.ts";

/** Every operating site; `npm run migration` writes this file from the definitions beside it. */
export const sites: readonly Site[] = [sionyu, panli, hwanggeum];

export const findSite = (id: number): Site | undefined => sites.find((site) => site.id === id);
