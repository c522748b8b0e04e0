import type { Route } from "../request/route.ts";
import { listAudit } from "./audit/list.ts";
import { getCaller } from "./caller/caller.ts";
import { mapping } from "./deid/mapping.ts";
import { policy } from "./deid/policy.ts";
import { backtest } from "./forecasts/backtest.ts";
import { dayAhead } from "./forecasts/day-ahead.ts";
import { models } from "./forecasts/models.ts";
import { sosForecasts } from "./forecasts/sos.ts";
import { forecasts } from "./forecasts/targets.ts";
import { health, readiness } from "./health/health.ts";
import { avgSoh } from "./indicators/avg-soh.ts";
import { exSos } from "./indicators/ex-sos.ts";
import { forecastingSol } from "./indicators/forecasting-sol.ts";
import { socp } from "./indicators/socp.ts";
import { sos } from "./indicators/sos.ts";
import { staticChartData } from "./indicators/static-chart.ts";
import { createKey, listKeys, revokeKey } from "./keys/keys.ts";
import { createLink } from "./links/create.ts";
import { downloads } from "./operating-data/download.ts";
import { latest } from "./operating-data/latest.ts";
import { lists } from "./operating-data/list.ts";
import { acknowledgement } from "./protectionmap/acknowledge.ts";
import { levelCounts } from "./protectionmap/counts.ts";
import { events } from "./protectionmap/list.ts";
import { eventStream } from "./protectionmap/stream.ts";
import { webhook } from "./protectionmap/webhook.ts";
import { gaps } from "./readings/gaps.ts";
import { readings } from "./readings/readings.ts";
import { removals } from "./readings/remove.ts";
import { updates } from "./readings/updates.ts";
import { getSite, listSites } from "./sites/sites.ts";
import { aggregates } from "./statistics/aggregate.ts";
import { averages } from "./statistics/averages.ts";

/** Every operation of the service, in the order of the OpenAPI document. */
export const ROUTES: readonly Route[] = [
  health,
  readiness,
  listSites,
  getSite,
  ...lists,
  ...latest,
  ...downloads,
  ...averages,
  ...aggregates,
  ...avgSoh,
  ...exSos,
  ...forecastingSol,
  ...forecasts,
  ...sosForecasts,
  policy,
  mapping,
  ...readings,
  ...removals,
  ...gaps,
  ...updates,
  ...sos,
  ...socp,
  ...dayAhead,
  models,
  backtest,
  staticChartData,
  ...events,
  levelCounts,
  eventStream,
  acknowledgement,
  ...webhook,
  createLink,
  listKeys,
  createKey,
  revokeKey,
  listAudit,
  getCaller,
];
