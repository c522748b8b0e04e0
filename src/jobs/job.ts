import type { WebhookSettings } from "../ingest/deliver.ts";
import type { Site } from "../site/site.ts";
import type { Database } from "../store/backend.ts";
import { dayText } from "../time/days.ts";
import type { Width } from "../time/interval.ts";

/** What a step works on: a site's database, and the platform's where one is configured. */
export type Work = Database & {
  site: Site;
  platform: Database | undefined;
  /** How long rows are kept; undefined: for ever. */
  retention?: Width | undefined;
  /** Milliseconds since 1970. */
  now: number;
  webhooks?: WebhookSettings;
};

/** The site's day, `2022-05-10`: what is made of whole days waits until it is over. */
export const today = ({ site, now }: Pick<Work, "site" | "now">): string =>
  dayText(now * 1000, site.timeZone);

/**
 * Work that is cut into steps, each short enough for one invocation of the worker. A step takes what is due from
 * the database, does some of it and notes that it is done, so that a run that dies is continued by the next one.
 */
export type Job = {
  name: string;
  /** A step takes seconds of processor time, not only of waiting: a run does few of them. */
  isCostly?: true;
  /** Does one step. @returns whether more is due already */
  step: (work: Work) => Promise<boolean>;
};
