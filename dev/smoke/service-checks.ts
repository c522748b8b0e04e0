import { type Check, type Context, jsonOf, must, problemOf } from "./context.ts";

/** What must be so whoever asks, and without any rows. */
export const SERVICE_CHECKS: readonly Check[] = [
  {
    name: "it runs",
    run: async ({ ask }) => {
      const { version, deployment } = await jsonOf<Record<string, unknown>>(ask("/healthz"));
      must(typeof version === "string", "/healthz tells no version");
      return `version ${version}${deployment ? `, deployment ${deployment}` : ""}`;
    },
  },
  {
    name: "its databases answer",
    run: async ({ ask }) => {
      const { databases } = await jsonOf<{ databases: Record<string, string> }>(ask("/readyz"));
      return Object.entries(databases)
        .map(([name, state]) => `${name} ${state}`)
        .join(", ");
    },
  },
  { name: "answers can neither run nor be framed", run: checkHeaders },
  { name: "the web is there", run: checkWeb },
  {
    name: "it is documented",
    run: async ({ ask }) => {
      const [document, { version }] = await Promise.all([
        jsonOf<{ openapi: string; info: { version: string }; paths: object }>(ask("/openapi.json")),
        jsonOf<{ version: string }>(ask("/healthz")),
      ]);
      const { info, paths, openapi } = document;
      must(openapi.startsWith("3.1"), `OpenAPI ${openapi} instead of 3.1`);
      must(info.version === version, `/openapi.json is of ${info.version}, the worker ${version}`);
      return `${Object.keys(paths).length} addresses in /openapi.json`;
    },
  },
  { name: "it asks for a key", run: checkClosed },
  { name: "it limits callers", run: checkLimits },
  {
    name: "other sites' pages may not read it",
    run: async ({ ask }) => {
      const response = await ask("/api/ess/operating-sites/", {
        headers: { origin: "https://elsewhere.example" },
      });
      await response.arrayBuffer();
      const allowed = response.headers.get("access-control-allow-origin");
      must(allowed === null, `ALLOWED_ORIGINS opens it to ${allowed}`);
      return "no CORS for another origin";
    },
  },
];

async function checkHeaders({ ask, url }: Context): Promise<string> {
  const response = await ask("/healthz");
  await response.arrayBuffer();
  const expected: Record<string, RegExp> = {
    "content-security-policy": /default-src 'none'/,
    "x-content-type-options": /^nosniff$/,
    "x-frame-options": /^DENY$/,
    "referrer-policy": /^no-referrer$/,
    "x-request-id": /./,
    ...(url.startsWith("https:") ? { "strict-transport-security": /max-age=\d{7,}/ } : {}),
  };
  for (const [name, value] of Object.entries(expected)) {
    const given = response.headers.get(name);
    must(given !== null && value.test(given), `${name} is ${given ?? "missing"}`);
  }
  return Object.keys(expected).join(", ");
}

async function checkWeb({ ask }: Context): Promise<string> {
  const page = await ask("/");
  const html = await page.text();
  must(page.status === 200 && html.includes("<html"), `/ answers ${page.status} and no page`);
  const policy = page.headers.get("content-security-policy") ?? "";
  must(
    policy.includes("script-src 'self'") && !policy.includes("unsafe"),
    `the page's policy is ${policy || "missing"}`,
  );
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(html)?.[1];
  must(script, "the page names no script");
  const asset = await ask(script);
  const { length } = await asset.text();
  const kept = asset.headers.get("cache-control") ?? "";
  must(asset.status === 200 && length > 0, `${script} answers ${asset.status}`);
  must(kept.includes("immutable"), `${script} has Cache-Control: ${kept || "none"}`);
  return `a page and ${script}`;
}

async function checkClosed({ url, isPublic }: Context): Promise<string> {
  const wrong = { headers: { authorization: "Bearer ess_00000000_none" } };
  await problemOf(fetch(`${url}/api/ess/operating-sites/`, wrong), 401);
  if (isPublic) return "a wrong key is refused; it is public otherwise (--public)";
  const response = await fetch(`${url}/api/ess/operating-sites/`);
  must(
    response.status !== 200,
    "it answers everybody: AUTH=open, or PUBLIC_SCOPES. If that is meant, say --public",
  );
  must(response.headers.has("www-authenticate"), "401 without WWW-Authenticate");
  await problemOf(Promise.resolve(response), 401);
  return "401 without a key, and with a wrong one";
}

async function checkLimits({ ask, hasKey }: Context): Promise<string> {
  if (!hasKey) return "asked with --key alone";
  const list = await ask("/api/ess/caller/");
  await list.arrayBuffer();
  const policy = list.headers.get("ratelimit-policy");
  must(policy, "no RateLimit-Policy: are the limiters bound in this environment?");
  return policy;
}
