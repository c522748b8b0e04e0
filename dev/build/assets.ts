import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "../settings.ts";
import { API_TYPES, apiTypes } from "./api-types.ts";
import { openApiDocument } from "./openapi.ts";
import { problemTexts } from "./problems.ts";
import { buildWeb } from "./web.ts";

const OUT = join(ROOT, "dist/assets");

/**
 * Writes the static files that the worker serves: the web, the OpenAPI document, the texts of problems.
 * What has not changed is left alone: a running `npm start` serves the same folder.
 */
export async function buildAssets(): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const document = openApiDocument(version);
  writeChanged(API_TYPES, apiTypes(document));
  const files: Record<string, string | Uint8Array> = {
    ...(await buildWeb()),
    "openapi.json": JSON.stringify(document),
    "docs/problems.json": JSON.stringify(problemTexts()),
  };
  files["_headers"] = headersOf(Object.keys(files));
  for (const [file, content] of Object.entries(files)) writeChanged(join(OUT, file), content);
  for (const file of readdirSync(OUT, { recursive: true, withFileTypes: true })) {
    const path = join(file.parentPath, file.name);
    if (file.isFile() && files[path.slice(OUT.length + 1)] === undefined) rmSync(path);
  }
}

function writeChanged(path: string, content: string | Uint8Array): void {
  if (existsSync(path) && readFileSync(path).equals(Buffer.from(content))) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** Nothing runs, is styled or is fetched from anywhere but here. */
export const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The most rules that the platform reads. */
const MOST_RULES = 100;

/**
 * What is named by what is in it never changes. Each is named here: under a name that is not there the page
 * itself is answered, and must not be kept.
 */
function headersOf(files: readonly string[]): string {
  const rules = files
    .filter((file) => file.startsWith("assets/"))
    .map((file) => `/${file}\n  Cache-Control: public, max-age=31536000, immutable\n`);
  if (rules.length > MOST_RULES - 5) throw new Error(`${rules.length} assets are too many rules`);
  return HEADERS + rules.join("");
}

const HEADERS = `/*
  Content-Security-Policy: ${POLICY}
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
  Cross-Origin-Opener-Policy: same-origin
  Strict-Transport-Security: max-age=15552000; includeSubDomains
/icon.svg
  Cache-Control: public, max-age=86400
/openapi.json
  Access-Control-Allow-Origin: *
`;
