import { tryDecodeURIComponent } from "hono/utils/url";
import * as z from "zod";
import { LINK_SECONDS, looksLikeLink, signLink } from "../../domain/access/link.ts";
import { allows } from "../../domain/access/scopes.ts";
import { queryOf } from "../../request/input.ts";
import { member, wrong } from "../../request/parameter.ts";
import { forbidden } from "../../request/permit.ts";
import type { Incoming } from "../../request/request.ts";
import { type Route, route } from "../../request/route.ts";
import { validate } from "../../request/validate.ts";
import { json } from "../../response/answer.ts";
import { Problem, refuse } from "../../response/problem.ts";
import { downloads } from "../operating-data/download.ts";

const EXAMPLE = "/api/ess/download/operating-sites/2/bank/";
const LINK_EXAMPLE = { path: EXAMPLE, parameters: { date: "2022-05-10" }, expires_in: 3600 };

const NOT_A_DOWNLOAD = wrong(
  "not_a_download",
  `다운로드 경로여야 합니다. 예: ${EXAMPLE}`,
  `must be the path of a download. Example: ${EXAMPLE}`,
);

const linkRequest = z.strictObject({
  path: member(
    {
      description: "Path of a download on this service, with or without a query",
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
      description: "Query parameters, unless the path contains them",
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
        '이름과 문자열로 이루어진 객체여야 합니다. 예: {"date": "2022-05-10"}',
        'must be an object of names and strings. Example: {"date": "2022-05-10"}',
      );
    },
  ),
  expires_in: member(
    {
      description: `Lifetime of the link in seconds, at most ${LINK_SECONDS.most}`,
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
        `must be a whole number of seconds in 1–${LINK_SECONDS.most}. Example: 600`,
      );
    },
  ),
});

const linkSchema = z.object({
  url: z.string().meta({ format: "uri" }),
  expires_at: z.string().meta({ format: "date-time" }),
});

/** `POST /api/ess/download-links/`: signs a download, for a browser or a colleague without a key. */
export const createLink = route({
  method: "post",
  access: "any scope",
  path: "/api/ess/download-links/",
  operationId: "createDownloadLink",
  tags: ["Downloads"],
  summary: "Sign a download link that works without a key",
  responses: {
    201: {
      description: "The link and its expiry",
      content: { "application/json": { schema: linkSchema } },
    },
  },
  body: { schema: linkRequest, example: LINK_EXAMPLE },
  async plan(request) {
    const { env, body, url: here, caller, now } = request;
    const { LINK_KEY } = env;
    if (!LINK_KEY) {
      throw new Problem("not_configured", {
        ko: "다운로드 링크가 설정되지 않았습니다. LINK_KEY에 32바이트 이상의 비밀 값을 설정하세요",
        en: "Download links are not configured. Set LINK_KEY to a secret of at least 32 bytes",
      });
    }
    const url = new URL(body.path, here);
    for (const [name, value] of body.parameters) url.searchParams.append(name, value);
    return {
      url,
      rangeLinked: await rangeOf(url, request),
      claim: { key: caller.key ?? "-", expires: Math.floor(now / 1000) + body.expires_in },
      secret: LINK_KEY,
    };
  },
  async answer({ url, rangeLinked, claim, secret }, _ask, { audit }) {
    const address = url.pathname + url.search;
    const signed = await signLink(address, claim, secret);
    audit.after({ action: "create link", ...rangeLinked, query: address });
    return json(
      { url: url.origin + signed, expires_at: new Date(claim.expires * 1000).toISOString() },
      { status: 201 },
    );
  },
});

/** The rows behind a URL. A caller can sign only what this caller may download now. */
async function rangeOf(
  url: URL,
  request: Incoming,
): Promise<{ site?: number; start?: number | undefined; end?: number | undefined }> {
  const { download, params } = (isHere(url, request) && downloadAt(url)) || {};
  if (!download || !params) return refuse([{ in: "body", name: "path", ...NOT_A_DOWNLOAD }]);
  if (looksLikeLink(url.searchParams)) {
    const fault = wrong(
      "signed_already",
      "이미 서명된 링크입니다. 서명 전의 경로를 사용하세요",
      "is already a signed link. Use the path without the signature",
    );
    refuse([{ in: "body", name: "path", ...fault }]);
  }
  const { access } = download.contract;
  if (!allows(request.caller, access)) throw forbidden(access);
  const given = { params, query: queryOf(url.href) };
  const linked = await validate(download, { ...request, url, given });
  const { rows } = await download.plan(linked);
  return rows ? { site: rows.site.id, start: rows.start, end: rows.end } : {};
}

const isHere = ({ origin }: URL, { url, raw }: Incoming): boolean =>
  origin === url.origin || origin === new URL(raw.url).origin;

/** The download route of a URL and its path parameters; undefined if there is none. */
function downloadAt({
  pathname,
}: URL): { download: Route; params: Record<string, string> } | undefined {
  for (const download of downloads) {
    const pattern = download.contract.path.replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)");
    const match = new RegExp(`^${pattern}?$`).exec(pathname);
    if (!match) continue;
    const params = Object.entries(match.groups ?? {}).map(([name, text]) => [
      name,
      tryDecodeURIComponent(text),
    ]);
    return { download, params: Object.fromEntries(params) };
  }
  return undefined;
}
