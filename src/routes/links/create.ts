import type { Context } from "hono";
import * as z from "zod";
import { LINK_SECONDS, looksLikeLink, signLink } from "../../access/link.ts";
import { allows } from "../../access/scopes.ts";
import { readEnv } from "../../env.ts";
import type { AppEnv } from "../../http/app-env.ts";
import { auditLater } from "../../http/audit.ts";
import { type App, addOperation, type LinkedPlace, operationAt } from "../../http/contract.ts";
import { forbidden } from "../../http/guard.ts";
import { queryOf, refuse, refuseQuery } from "../../http/input.ts";
import { readJsonBody } from "../../http/json-body.ts";
import { member, wrong } from "../../http/parameter.ts";
import { Problem } from "../../http/problem.ts";
import { publicUrl } from "../../http/public-url.ts";

const PATH = "/api/ess/download-links/";
const EXAMPLE = "/api/ess/download/operating-sites/2/bank/";
const LINK_EXAMPLE = { path: EXAMPLE, parameters: { date: "2022-05-10" }, expires_in: 3600 };

const NOT_A_DOWNLOAD = wrong(
  "not_a_download",
  `다운로드 주소여야 합니다. 예: ${EXAMPLE}`,
  `must be the address of a download, e.g. ${EXAMPLE}`,
);

const request = z.strictObject({
  path: member(
    {
      description: "Address of a download on this service; it may hold parameters",
      example: EXAMPLE,
      schema: { type: "string" },
    },
    (raw) =>
      typeof raw === "string" && /^\/[\x21-\x7e]*$/.test(raw) && !raw.includes("#")
        ? { value: raw }
        : NOT_A_DOWNLOAD,
  ),
  parameters: member(
    {
      description: "Its parameters, unless the path holds them",
      example: { date: "2022-05-10" },
      schema: { type: "object", additionalProperties: { type: "string" } },
    },
    (raw) => {
      if (raw === undefined) return { value: [] };
      const entries = typeof raw === "object" && raw !== null ? Object.entries(raw) : [];
      const isPlain = entries.every(([, value]) => ["string", "number"].includes(typeof value));
      if (typeof raw === "object" && raw !== null && !Array.isArray(raw) && isPlain) {
        return { value: entries.map(([name, value]): [string, string] => [name, String(value)]) };
      }
      return wrong(
        "not_parameters",
        '이름과 글로 이루어진 객체여야 합니다. 예: {"date": "2022-05-10"}',
        'must be an object of names and texts, e.g. {"date": "2022-05-10"}',
      );
    },
  ),
  expires_in: member(
    {
      description: `Seconds for which the link works, at most ${LINK_SECONDS.most}`,
      example: LINK_SECONDS.byDefault,
      schema: { type: "integer", minimum: 1, maximum: LINK_SECONDS.most },
    },
    (raw) => {
      const seconds = raw ?? LINK_SECONDS.byDefault;
      if (Number.isInteger(seconds) && Number(seconds) >= 1 && Number(seconds) <= LINK_SECONDS.most)
        return { value: Number(seconds) };
      return wrong(
        "not_in_range",
        `1–${LINK_SECONDS.most} 사이의 정수(초)여야 합니다. 예: 600`,
        `must be a whole number of seconds in 1–${LINK_SECONDS.most}, e.g. 600`,
      );
    },
  ),
});

const answer = z.object({
  url: z.string().meta({ format: "uri" }),
  expires_at: z.string().meta({ format: "date-time" }),
});

/** `POST /api/ess/download-links/`: an address that downloads without a key, for a browser or a colleague. */
export function addLinks(app: App): void {
  addOperation(
    app,
    {
      method: "post",
      access: "any scope",
      path: PATH,
      operationId: "createDownloadLink",
      tags: ["Downloads"],
      summary: "Signs the address of a download, so that it works without a key until it expires",
      request: {
        body: {
          content: { "application/json": { schema: request, example: LINK_EXAMPLE } },
          required: true,
        },
      },
      responses: {
        201: { description: "The link", content: { "application/json": { schema: answer } } },
      },
    },
    (c) => create(app, c),
  );
}

async function create(app: App, c: Context<AppEnv>): Promise<Response> {
  refuseQuery(c);
  const { LINK_KEY } = readEnv(c.env);
  if (!LINK_KEY) {
    throw new Problem("not_configured", {
      ko: "링크 서명이 설정되지 않았습니다: LINK_KEY에 32바이트 이상의 비밀 값을 넣으십시오",
      en: "Links cannot be signed: set LINK_KEY to a secret of at least 32 bytes",
    });
  }
  const { path, parameters, expires_in } = await readJsonBody(c, request);
  const url = new URL(path, publicUrl(c));
  for (const [name, value] of parameters) url.searchParams.append(name, value);
  const place = await placeOf(app, c, url);
  const expires = Math.floor(Date.now() / 1000) + expires_in;
  const claim = { key: c.get("caller").key ?? "-", expires };
  const address = url.pathname + url.search;
  const signed = await signLink(address, claim, LINK_KEY);
  const { site, start, end } = place.selection;
  auditLater(c, { action: "create link", site: site.id, start, end, query: address });
  return c.json(
    { url: publicUrl(c).origin + signed, expires_at: new Date(expires * 1000).toISOString() },
    201,
  );
}

/** Where an address leads. Nobody can sign what they could not download themselves now. */
async function placeOf(app: App, c: Context<AppEnv>, url: URL): Promise<LinkedPlace> {
  const isHere = [publicUrl(c).origin, new URL(c.req.url).origin].includes(url.origin);
  const { operation, params } = (isHere && operationAt(app, url.pathname)) || {};
  if (!operation?.readLinked || !params) {
    return refuse([{ in: "body", name: "path", ...NOT_A_DOWNLOAD }]);
  }
  if (looksLikeLink(url.searchParams)) {
    const fault = wrong(
      "signed_already",
      "이미 서명된 링크입니다. 원래 주소를 쓰십시오",
      "is a signed link already; give the address that was signed",
    );
    refuse([{ in: "body", name: "path", ...fault }]);
  }
  if (!allows(c.get("caller"), operation.access)) {
    throw forbidden(operation.access);
  }
  return operation.readLinked(c, { params, query: queryOf(url.href) });
}
