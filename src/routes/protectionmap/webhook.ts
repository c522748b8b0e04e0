import type * as z from "zod";
import { base64url } from "../../domain/access/bytes.ts";
import { webhookFlaw, webhookSecret } from "../../domain/access/webhook.ts";
import { type Route, siteRoute } from "../../request/route.ts";
import { json } from "../../response/answer.ts";
import { Problem, refuse } from "../../response/problem.ts";
import type { Site } from "../../site/site.ts";
import {
  askDeliveries,
  askWebhook,
  deleteWebhook,
  putWebhook,
  type Webhook,
} from "../../store/events/webhooks.ts";
import type { Ask } from "../../store/sql/client.ts";
import { setSchema, webhookRequest, webhookSchema } from "./webhook-schema.ts";

const DELIVERIES_TOLD = 20;
const ID_BYTES = 16;

const COMMON = {
  access: "admin" as const,
  tags: ["Protection map"],
  path: "/api/ess-feature/protectionmap/operating-sites/{site}/webhook/",
  reads: "platform" as const,
};
const webhookAnswer = (description: string) => ({
  200: { description, content: { "application/json": { schema: webhookSchema } } },
});

/** `…/protectionmap/operating-sites/{site}/webhook/`: the URL that receives changes of a site's events. */
export const webhook: readonly Route[] = [
  siteRoute({
    ...COMMON,
    method: "get",
    operationId: "getWebhook",
    summary: "Get the webhook of a site and its last deliveries",
    responses: webhookAnswer("The webhook without its secret. `url` is null without a webhook"),
    plan: ({ site }) => ({ site }),
    answer: async ({ site }, ask) =>
      json(await describe(ask, site, await askWebhook(ask, site.id))),
  }),
  siteRoute({
    ...COMMON,
    method: "put",
    operationId: "setWebhook",
    summary: "Set the webhook of a site",
    description:
      "The service sends future changes of events as JSON with POST, signed with the secret in the response. The secret is shown only once; docs/protection-map.md explains how to verify a signature. A delivery without a 2xx response within 5 seconds is retried 6 times in 33 hours. A new webhook replaces the previous one and its secret.",
    responses: {
      200: {
        description: "The webhook and its secret",
        content: { "application/json": { schema: setSchema } },
      },
    },
    body: {
      schema: webhookRequest,
      example: { url: "https://example.com/ess-events", levels: [2], language: "en" },
    },
    plan({ site, body, env, isOpen, caller }) {
      const flaw = webhookFlaw(body.url, isOpen);
      if (flaw) refuse([{ in: "body", name: "url", code: "not_allowed", detail: flaw }]);
      const { WEBHOOK_KEY: key } = env;
      if (key === undefined) throw withoutKey();
      return { site, wanted: body, key, by: caller.key };
    },
    async answer({ site, wanted: { url, levels, language }, key, by }, ask, backend) {
      await backend.audit.action({ action: "set webhook", site: site.id });
      const id = base64url(crypto.getRandomValues(new Uint8Array(ID_BYTES)));
      const { transact } = backend.platform();
      const made = await putWebhook(transact, site.id, { id, url, levels, language }, by);
      const secret = await webhookSecret(key, id);
      const answer = { secret, ...(await describe(ask, site, made)) };
      return json(answer satisfies z.input<typeof setSchema>);
    },
  }),
  siteRoute({
    ...COMMON,
    method: "delete",
    operationId: "deleteWebhook",
    summary: "Delete the webhook of a site",
    responses: webhookAnswer("The last deliveries. `url` is null"),
    plan: ({ site }) => ({ site }),
    async answer({ site }, ask, backend) {
      await backend.audit.action({ action: "delete webhook", site: site.id });
      await deleteWebhook(backend.platform().transact, site.id);
      return json(await describe(ask, site, undefined));
    },
  }),
];

async function describe(
  ask: Ask,
  site: Site,
  webhook: Webhook | undefined,
): Promise<z.input<typeof webhookSchema>> {
  const deliveries = await askDeliveries(ask, site.id, DELIVERIES_TOLD);
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
    ko: "웹훅이 설정되지 않았습니다. WEBHOOK_KEY에 32바이트 이상의 비밀 값을 설정하세요",
    en: "Webhooks are not configured. Set WEBHOOK_KEY to a secret of at least 32 bytes",
  });
