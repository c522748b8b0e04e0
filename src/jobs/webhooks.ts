import { sendDue } from "../ingest/deliver.ts";
import type { Job } from "./job.ts";

/** Sends what webhooks are to be told. */
export const sendWebhooks: Job = {
  name: "webhooks",
  step: async ({ platform, site, webhooks }) =>
    platform && webhooks ? sendDue(platform.ask, site, webhooks) : false,
};
