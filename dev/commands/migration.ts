import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Site } from "../../src/site/site.ts";
import { siteMigrations } from "../database/schema.ts";
import { ROOT } from "../settings.ts";
import { main, UsageError } from "../terminal.ts";

const SITES = join(ROOT, "src/site/registry");

/**
 * `npm run migration`: registers the sites defined in src/site/registry/{id}-{name}.ts and writes the migrations
 * of each that it lacks.
 */
await main(async () => {
  const files = readdirSync(SITES)
    .filter((file) => /^\d+-[a-z0-9-]+\.ts$/.test(file))
    .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
  writeFileSync(join(SITES, "registry.ts"), registry(files));
  for (const file of files) {
    const module: Record<string, Site> = await import(join(SITES, file));
    const site = module[exportName(file)];
    if (site?.id !== Number.parseInt(file, 10)) {
      throw new UsageError(
        `src/site/registry/${file} must export \`${exportName(file)}\`, a Site whose id is ${Number.parseInt(file, 10)}`,
      );
    }
    const folder = `migrations/site-${site.id}`;
    mkdirSync(join(ROOT, folder), { recursive: true });
    for (const [name, text] of Object.entries(siteMigrations(site))) {
      const target = `${folder}/${name}`;
      if (existsSync(join(ROOT, target))) continue;
      writeFileSync(join(ROOT, target), text);
      console.log(
        `${target} written: review and commit it; \`npm start\` and \`npm run migrate\` apply it`,
      );
    }
  }
});

function exportName(file: string): string {
  const name = file.replace(/^\d+-/, "").replace(/\.ts$/, "");
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function registry(files: readonly string[]): string {
  return `${files.map((file) => `import { ${exportName(file)} } from "./${file}";`).join("\n")}
import type { Site } from "../site.ts";

/** Every operating site; \`npm run migration\` writes this file from the definitions beside it. */
export const sites: readonly Site[] = [${files.map(exportName).join(", ")}];

export const findSite = (id: number): Site | undefined => sites.find((site) => site.id === id);
`;
}
