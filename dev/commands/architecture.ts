import { writeFileSync } from "node:fs";
import { architecturePage } from "../build/architecture.ts";
import { main } from "../terminal.ts";

/** `npm run architecture`: draws the folders of src and their imports into docs/architecture.md. */
await main(async () => {
  const { path, is, expected } = await architecturePage();
  if (is !== expected) writeFileSync(path, expected);
  console.log(`docs/architecture.md ${is === expected ? "is up to date" : "updated"}`);
});
