import { signDelivery, webhookFlaw, webhookSecret } from "../domain/access/webhook.ts";
import { eventItem } from "../domain/events/item.ts";
import type { Site } from "../site/site.ts";
import { type Due, MOST_ATTEMPTS, noteAttempts, takeDue } from "../store/events/webhooks.ts";
import type { Ask } from "../store/sql/client.ts";

const SENT_AT_ONCE = 10;
const TIMEOUT_MS = 5_000;

/** How events are sent to webhooks. */
export type WebhookSettings = {
  /** Secret that the webhooks' own secrets are derived from; without it nothing is sent. */
  key: string | undefined;
  /** On one's own machine webhooks may lead to it. */
  allowsPrivate: boolean;
};

/** Sends some of the messages that are due. @returns whether there may be more */
export async function sendDue(
  ask: Ask,
  site: Site,
  { key, allowsPrivate }: WebhookSettings,
): Promise<boolean> {
  if (key === undefined) return false;
  const due = await takeDue(ask, site.id, SENT_AT_ONCE);
  if (due.length === 0) return false;
  const attempts = await Promise.all(
    due.map(async (one) => {
      const status = await send(one, site, key, allowsPrivate);
      const isTaken = status !== null && status >= 200 && status < 300;
      const outcome = isTaken
        ? "delivered"
        : one.attempts >= MOST_ATTEMPTS
          ? "given up"
          : "pending";
      return { id: one.id, status, outcome } as const;
    }),
  );
  await noteAttempts(ask, attempts);
  return due.length === SENT_AT_ONCE;
}

/** @returns the status of the answer; null where there was none in time */
async function send(
  { change, kind, webhook, event }: Due,
  site: Site,
  key: string,
  allowsPrivate: boolean,
): Promise<number | null> {
  if (webhookFlaw(webhook.url, allowsPrivate)) return null;
  const text = webhook.language === "ko" ? event.description : event.descriptionEng;
  const body = JSON.stringify({ type: kind, change, text, event: eventItem(event, site, "iso") });
  const secret = await webhookSecret(key, webhook.id);
  try {
    const response = await fetch(webhook.url, {
      method: "POST",
      body,
      redirect: "manual", // an address that was checked must not lead to one that was not
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        "content-type": "application/json",
        "ess-event-id": String(change),
        "ess-signature": await signDelivery(body, Math.floor(Date.now() / 1000), secret),
      },
    });
    await response.body?.cancel();
    return response.status;
  } catch {
    return null;
  }
}
