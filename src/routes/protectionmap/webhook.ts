import type { Context } from "hono";
import type * as z from "zod";
import type { AppEnv } from "../../context.ts";
import { base64url } from "../../domain/access/bytes.ts";
import { webhookFlaw, webhookSecret } from "../../domain/access/webhook.ts";
import { readEnv } from "../../env.ts";
import { type App, addOperation } from "../../request/contract.ts";
import { noQuery, refuse } from "../../request/input.ts";
import { readJsonBody } from "../../request/json-body.ts";
import { isOpen } from "../../request/open.ts";
import { pathSchema } from "../../request/place.ts";
import { auditAction } from "../../response/audit.ts";
import { platformDatabase, platformTransaction } from "../../response/database.ts";
import { Problem } from "../../response/problem.ts";
import type { Site } from "../../site/site.ts";
import {
  askDeliveries,
  askWebhook,
  deleteWebhook,
  putWebhook,
  type Webhook,
} from "../../store/events/webhooks.ts";
import { readRequest } from "../operating-data/request.ts";
import { setSchema, webhookRequest, webhookSchema } from "./webhook-schema.ts";

const PATH = "/api/ess-feature/protectionmap/operating-sites/{s}/webhook/";
const DELIVERIES_TOLD = 20;
const ID_BYTES = 16;

const COMMON = { access: "admin" as const, tags: ["Protection map"], path: PATH };
const request = { params: pathSchema(PATH), query: noQuery };
const webhookAnswer = (description: string) => ({
  200: { description, content: { "application/json": { schema: webhookSchema } } },
});

/** `…/protectionmap/operating-sites/{s}/webhook/`: where changes of a site's events are sent to. */
export function addWebhook(app: App): void {
  addOperation(
    app,
    {
      ...COMMON,
      method: "get",
      operationId: "getWebhook",
      summary: "Where a site's events are sent to, and what became of the last messages",
      request,
      responses: webhookAnswer(
        "The webhook, without its secret; `url` is null where there is none",
      ),
    },
    show,
  );
  addOperation(
    app,
    {
      ...COMMON,
      method: "put",
      operationId: "setWebhook",
      summary: "Sends a site's events to an address",
      description:
        "Changes of events from now on are sent as JSON by POST, signed with the secret that is shown this once; docs/protection-map.md says how a receiver checks them. Messages that are not answered with 2xx within 5 seconds are sent again, 6 times in 33 hours. Another webhook of the site, and its secret, end with it",
      request: {
        ...request,
        body: {
          required: true,
          content: {
            "application/json": {
              schema: webhookRequest,
              example: { url: "https://example.com/ess-events", levels: [2], language: "en" },
            },
          },
        },
      },
      responses: {
        200: {
          description: "The webhook and its secret",
          content: { "application/json": { schema: setSchema } },
        },
      },
    },
    set,
  );
  addOperation(
    app,
    {
      ...COMMON,
      method: "delete",
      operationId: "deleteWebhook",
      summary: "Sends a site's events nowhere any more",
      request,
      responses: webhookAnswer("What is left: nothing but the last messages"),
    },
    remove,
  );
}

const siteOf = async (c: Context<AppEnv>): Promise<Site> =>
  (await readRequest(c, PATH, "bank", () => noQuery)).site;

async function show(c: Context<AppEnv>): Promise<Response> {
  const site = await siteOf(c);
  return c.json(await describe(c, site, await askWebhook(platformDatabase(c), site.id)));
}

async function set(c: Context<AppEnv>): Promise<Response> {
  const site = await siteOf(c);
  const { url, levels, language } = await readJsonBody(c, webhookRequest);
  const flaw = webhookFlaw(url, isOpen(c));
  if (flaw) refuse([{ in: "body", name: "url", code: "not_allowed", detail: flaw }]);
  const { WEBHOOK_KEY } = readEnv(c.env);
  if (WEBHOOK_KEY === undefined) throw withoutKey();
  await auditAction(c, { action: "set webhook", site: site.id });
  const id = base64url(crypto.getRandomValues(new Uint8Array(ID_BYTES)));
  const made = await putWebhook(
    platformTransaction(c),
    site.id,
    { id, url, levels, language },
    c.get("caller").key,
  );
  const secret = await webhookSecret(WEBHOOK_KEY, id);
  return c.json({ secret, ...(await describe(c, site, made)) } satisfies z.input<typeof setSchema>);
}

async function remove(c: Context<AppEnv>): Promise<Response> {
  const site = await siteOf(c);
  await auditAction(c, { action: "delete webhook", site: site.id });
  await deleteWebhook(platformTransaction(c), site.id);
  return c.json(await describe(c, site, undefined));
}

async function describe(
  c: Context<AppEnv>,
  site: Site,
  webhook: Webhook | undefined,
): Promise<z.input<typeof webhookSchema>> {
  const deliveries = await askDeliveries(platformDatabase(c), site.id, DELIVERIES_TOLD);
  const time = (millis: number) => new Date(millis).toISOString();
  return {
    operating_site: site.id,
    url: webhook?.url ?? null,
    levels: webhook ? [...webhook.levels] : null,
    language: webhook?.language ?? null,
    created_at: webhook ? time(webhook.createdAt) : null,
    deliveries: deliveries.map(
      ({ change, kind, event, attempts, status, outcome, sentAt, dueAt }) => ({
        change,
        type: kind,
        event,
        outcome,
        attempts,
        status,
        sent_at: sentAt === null ? null : time(sentAt),
        next_at: outcome === "pending" ? time(dueAt) : null,
      }),
    ),
  };
}

const withoutKey = (): Problem =>
  new Problem("not_configured", {
    ko: "웹훅 서명 키가 설정되지 않았습니다: WEBHOOK_KEY에 32바이트 이상의 비밀 값을 넣으십시오",
    en: "No key for webhooks is configured: set WEBHOOK_KEY to a secret of at least 32 bytes",
  });
