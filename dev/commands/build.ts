import { buildAssets } from "../build/assets.ts";
import { main } from "../terminal.ts";

/** What wrangler runs before it bundles the worker: see `[build]` in wrangler.toml. */
await main(buildAssets);
