import { join } from "node:path";
import { createServer, type InlineConfig, type ViteDevServer } from "vite";
import { POLICY } from "./build/assets.ts";
import { JSX, WEB } from "./build/web.ts";
import { HOST } from "./runtime/wrangler.ts";
import { ROOT } from "./settings.ts";

/**
 * What the web asks the service for: the routes of the worker, and the files that the build makes of it. Modules of
 * web/api have addresses below /api/ too.
 */
const OF_THE_SERVICE = [
  "^/api/(?![^?]*\\.tsx?($|\\?))",
  "/healthz",
  "/readyz",
  "/openapi.json",
  "/docs/problems.json",
];

/** The folders that pages are made of. Nothing else is served: `.data` holds a password. */
const SOURCES = ["web", "src", "client", "node_modules"];

type Options = {
  /** Where the service answers, e.g. `http://127.0.0.1:8787`. */
  service: string;
  port: number;
  /** Where vite keeps prepared packages, by default in node_modules. */
  cacheDir?: string;
};

/**
 * The web, rebuilt at every change, before a service that runs.
 * @throws where the port is in use
 */
export async function startWebServer({ service, port, cacheDir }: Options): Promise<ViteDevServer> {
  const target = new URL(service);
  // A service on this machine may serve only loopback names, and makes links of the name that it was asked by.
  const isLocal = ["localhost", "127.0.0.1", "[::1]"].includes(target.hostname);
  const proxied = { target: target.origin, changeOrigin: !isLocal };
  const config: InlineConfig = {
    ...WEB,
    ...(cacheDir && { cacheDir }),
    // The search for packages to prepare does not read the options of `oxc`.
    optimizeDeps: { rolldownOptions: { transform: { jsx: JSX } } },
    server: {
      host: HOST,
      port,
      strictPort: true,
      proxy: Object.fromEntries(OF_THE_SERVICE.map((path) => [path, proxied])),
      fs: { allow: SOURCES.map((folder) => join(ROOT, folder)) },
      headers: { "Content-Security-Policy": developmentPolicy() },
    },
  };
  const server = await createServer(config);
  return server.listen();
}

/** The policy of the built pages. Vite inlines the styles that it replaces, and reports changes by a WebSocket. */
const developmentPolicy = (): string =>
  POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'").replace(
    "connect-src 'self'",
    "connect-src 'self' ws:",
  );
