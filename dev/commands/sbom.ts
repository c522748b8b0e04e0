import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { shippedSbom } from "../build/sbom.ts";
import { ROOT } from "../settings.ts";
import { main } from "../terminal.ts";

const FILE = join(ROOT, "dist/sbom.json");

/** `npm run sbom`: writes which packages are in what is deployed, as CycloneDX. */
await main(async () => {
  const sbom = await shippedSbom();
  mkdirSync(dirname(FILE), { recursive: true });
  writeFileSync(FILE, `${JSON.stringify(sbom, null, 2)}\n`);
  const names = sbom.components.map(({ name, version }) => `${name} ${version}`).sort();
  console.log(`dist/sbom.json: ${names.length} packages are shipped\n${names.join("\n")}`);
});
