import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build, type InlineConfig, type Rolldown } from "vite";
import { ROOT } from "../settings.ts";

export const JSX = { runtime: "automatic", importSource: "preact" } as const;

/** What the build and the development server (dev/web-server.ts) have in common. */
export const WEB: InlineConfig = {
  configFile: false,
  root: join(ROOT, "web"),
  logLevel: "warn",
  oxc: { jsx: JSX },
};

/** The web's files by name, as they are served; those below `assets/` are named by what is in them. */
export async function buildWeb(): Promise<Record<string, string | Uint8Array>> {
  const outputs = await forProduction(buildOutputs);
  return Object.fromEntries([
    ...publicFiles(),
    ...outputs.flatMap(({ output }) =>
      output.map((file): Named => [file.fileName, file.type === "chunk" ? file.code : file.source]),
    ),
  ]);
}

/** Every file, of ours and of packages, that the web is made of. */
export async function webSources(): Promise<string[]> {
  const outputs = await forProduction(buildOutputs);
  return outputs.flatMap(({ output }) =>
    output.flatMap((file) => (file.type === "chunk" ? Object.keys(file.modules) : [])),
  );
}

async function buildOutputs(): Promise<Rolldown.RolldownOutput[]> {
  const built = await build({
    ...WEB,
    build: {
      write: false,
      target: "es2023",
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0, // the policy of the pages allows no data: addresses but of pictures
    },
  });
  return (Array.isArray(built) ? built : [built]) as Rolldown.RolldownOutput[];
}

/** Vite makes slower and larger code where NODE_ENV says something else, as it does in tests. */
async function forProduction<T>(work: () => Promise<T>): Promise<T> {
  const { NODE_ENV: before } = process.env;
  process.env.NODE_ENV = "production";
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
}

type Named = [name: string, content: string | Uint8Array];

/** What is served as it is; Vite copies it only where it writes itself. */
function publicFiles(): Named[] {
  const folder = join(ROOT, "web/public");
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name))
    .map((path) => [path.slice(folder.length + 1), readFileSync(path)]);
}
