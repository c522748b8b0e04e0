import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { marked } from "marked";
import { ROOT } from "../settings.ts";
import { openApiDocument } from "./openapi.ts";

const OUT = join(ROOT, "dist/assets");

/**
 * Writes the static files that the worker serves: the OpenAPI document, its reader, the page of problems.
 * What has not changed is left alone: a running `npm start` serves the same folder.
 */
export async function buildAssets(): Promise<void> {
  mkdirSync(join(OUT, "docs"), { recursive: true });
  for (const [file, content] of Object.entries(await assets())) {
    const path = join(OUT, file);
    if (!existsSync(path) || readFileSync(path, "utf8") !== content) writeFileSync(path, content);
  }
}

async function assets(): Promise<Record<string, string>> {
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const reader = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
  return {
    "openapi.json": JSON.stringify(openApiDocument(version)),
    "docs/swagger-ui-bundle.js": readFileSync(join(reader, "swagger-ui-bundle.js"), "utf8"),
    "docs/swagger-ui.css": readFileSync(join(reader, "swagger-ui.css"), "utf8"),
    "docs/reader.js": READER,
    "docs/index.html": page("ess-edge API", `<div id="reader"></div>`, READER_HEAD),
    "docs/errors.html": page("ess-edge problems", `<main>${await problems()}</main>`, ""),
    _headers: HEADERS,
  };
}

/** docs/errors.md as HTML; a heading that is a code is what the `type` of a problem points at. */
async function problems(): Promise<string> {
  const html = await marked.parse(readFileSync(join(ROOT, "docs/errors.md"), "utf8"));
  return html.replace(
    /<h2>(?:<code>)?([\w-]+)(?:<\/code>)?<\/h2>/g,
    '<h2 id="$1"><code>$1</code></h2>',
  );
}

const READER_HEAD = `<link rel="stylesheet" href="/docs/swagger-ui.css">
<script src="/docs/swagger-ui-bundle.js" defer></script><script src="/docs/reader.js" defer></script>`;

const READER = `window.onload = () => SwaggerUIBundle({ url: "/openapi.json", dom_id: "#reader", deepLinking: true, validatorUrl: null });
`;

const HEADERS = `/docs/*
  Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
/openapi.json
  Access-Control-Allow-Origin: *
  X-Content-Type-Options: nosniff
`;

const page = (title: string, body: string, head: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>body { margin: 0; font-family: system-ui, sans-serif } main { max-width: 48rem; margin: 2rem auto; padding: 0 1rem; line-height: 1.5 }</style>
${head}
</head>
<body>
${body}
</body>
</html>
`;
