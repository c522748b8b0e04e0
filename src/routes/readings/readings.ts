import * as z from "zod";
import { type Batch, MOST_REJECTED, MOST_ROWS } from "../../ingest/batch.ts";
import { type FollowUp, followEvents, followsEvents, justMarked } from "../../ingest/follow-up.ts";
import { MOST_REJECTIONS } from "../../ingest/reading.ts";
import { upsert } from "../../ingest/upsert.ts";
import { idempotencyKey } from "../../request/header.ts";
import { word } from "../../request/parameter.ts";
import type { Incoming } from "../../request/request.ts";
import { type Route, siteRoute } from "../../request/route.ts";
import { type Answer, jsonText } from "../../response/answer.ts";
import { forgetVersions } from "../../response/cache/version.ts";
import { type Language, Problem } from "../../response/problem.ts";
import { monthGivenUp, refusedRows, withoutAnswers, withoutKey } from "../../response/unfit.ts";
import {
  COMPONENTS,
  type Component,
  capitalised,
  KEYS,
  type Place,
  TIMESTAMP,
} from "../../site/site.ts";
import { type Answers, askAnswer, type Claim } from "../../store/rows/answers.ts";
import { askFacts, type TableFacts } from "../../store/rows/facts.ts";
import { DatabaseError } from "../../store/sql/error.ts";
import { rowReference } from "../operating-data/places.ts";
import { readReadings, rejectedRows } from "./body.ts";

const MODES = ["abort", "skip"] as const;

const readingsQuery = () =>
  z.strictObject({
    "on-error": word(MODES, {
      description:
        "How to handle a body with rejected rows. abort: write nothing; skip: write the other rows",
      example: "skip",
      default: "abort",
    }).optional(),
  });

const count = (description: string) => z.int().meta({ description });

const answerSchema = z
  .object({
    inserted: count("Rows that are new"),
    updated: count("Existing rows in which a value has changed"),
    unchanged: count("Existing rows with the same values"),
    repeated: count("Rows that a later row of the body with the same key replaces"),
    rejected: count("Rejected rows; only with on-error=skip"),
    implausible: count("Written rows with implausible values: their `quality` is not 0"),
    errors: z
      .array(
        z.object({
          line: z.int(),
          field: z.string(),
          reason: z.string(),
          code: z.enum(["in_the_future", "before_site"]).optional(),
        }),
      )
      .meta({ description: `The first ${MOST_REJECTIONS} faults of rejected rows` }),
  })
  .meta({ id: "Ingested" });

/** `POST /api/ess/operating-sites/{site}/{bank|rack|pcs|etc}/readings/`: writes new, late and corrected rows. */
export const readings: readonly Route[] = COMPONENTS.map((component) =>
  siteRoute({
    method: "post",
    access: "ingest",
    path: `/api/ess/operating-sites/{site}/${component}/readings/`,
    operationId: `ingest${capitalised(component)}`,
    tags: ["Ingestion"],
    summary: `Write new or corrected rows of ${component}`,
    description: `The body may have ${MOST_ROWS} rows and 16 MiB, both compressed (\`Content-Encoding: gzip\`) and uncompressed. Reading stops after ${MOST_REJECTED} rejected rows in both modes. Columns have the names of the database, as they are or in lower case. Times without an offset are in the site's time zone. A row with an existing key updates the values that differ; columns missing in the body keep their values. Sending the same body again changes nothing.`,
    request: {
      headers: z.object({
        "Idempotency-Key": z.string().optional().meta({
          description:
            "Identifies the request for 24 hours. The same request with the same key returns the first response and writes nothing",
        }),
      }),
      body: { required: true, content: bodyContent(component) },
    },
    responses: {
      200: {
        description: "Number of rows by outcome",
        headers: {
          "Idempotency-Replayed": {
            schema: { type: "string" },
            description:
              "`true`: this is the stored response of an earlier request; nothing was written",
          },
        },
        content: { "application/json": { schema: answerSchema } },
      },
    },
    component,
    query: readingsQuery,
    headerFaults: (headers) => idempotencyKey(headers).faults,
    reads: "nothing",
    async plan(request) {
      const { site, query, headers, raw, caller, language } = request;
      const { value: key } = idempotencyKey(headers);
      const place: Place = { site, component };
      const mode = query["on-error"] ?? "abort";
      const { batch, digest } = await readReadings(raw, place, mode);
      if (mode === "abort" && batch.rejected > 0) {
        throw rejectedRows(batch.rejections, batch.rejected);
      }
      // Different clients may choose the same key.
      const owner = caller.key ?? "-";
      const claim: Claim | undefined =
        key === undefined ? undefined : { key: `${owner}:${key}`, request: digest };
      return {
        place,
        batch,
        claim,
        rest: restOfAnswer(batch, language),
        followUp: followUpOf(request),
      };
    },
    async answer({ place, batch, claim, rest, followUp }, _ask, backend) {
      const { site } = place;
      const { ask, transact } = backend.primary(site);
      const facts = await askFacts(ask, place);
      checkFacts(facts, place, claim);
      const before = claim && (await askAnswer(ask, claim.key));
      const write = async (): Promise<Answer> => {
        const answers: Answers = { claim, rest };
        const marks = followsEvents(place, facts, backend) ? justMarked(site) : undefined;
        const { answer, rows } = await upsert(transact, place, batch, facts, answers, marks);
        await followEvents(site, rows, backend, followUp);
        backend.audit.after({ action: `ingest ${component}`, site: site.id }, batch.rows);
        return jsonText(answer, { rows: batch.rows });
      };
      try {
        if (claim && before) return replay(claim, before);
        return await write().catch(async (error: unknown) => {
          // Another request has used the key meanwhile and written its rows.
          const meanwhile = claim && isTaken(error) ? await askAnswer(ask, claim.key) : undefined;
          if (claim && meanwhile) return replay(claim, meanwhile);
          throw explain(error, place);
        });
      } finally {
        // Even after an error, rows may have been written, for example by an earlier attempt.
        forgetVersions(site.id);
        await backend.noteWritten(site);
      }
    },
  }),
);

/** The three media types of a body, with the same example row. */
function bodyContent(component: Component) {
  const ids = KEYS[component].filter((name) => name !== TIMESTAMP);
  const row = {
    timestamp: "2022-05-10T09:00:00+09:00",
    ...Object.fromEntries(ids.map((name) => [name.toLowerCase(), 1])),
  };
  const csv = [Object.keys(row), Object.values(row)].map((fields) => `${fields.join(",")}\r\n`);
  return {
    "application/json": {
      schema: { type: "array" as const, items: rowReference(component) },
      example: [row],
    },
    "application/x-ndjson": {
      schema: { type: "string" as const },
      example: `${JSON.stringify(row)}\n`,
    },
    "text/csv": { schema: { type: "string" as const }, example: csv.join("") },
  };
}

/** @throws {Problem} unfit_table */
function checkFacts(
  { hasKey, hasAnswers }: TableFacts,
  { component }: Place,
  claim: Claim | undefined,
): void {
  if (!hasKey) throw withoutKey(component);
  if (claim && !hasAnswers) throw withoutAnswers();
}

/** @throws {Problem} idempotency_key_reused */
function replay(claim: Claim, { request, answer }: { request: string; answer: string }): Answer {
  if (request !== claim.request) {
    throw new Problem("idempotency_key_reused", {
      ko: "이 Idempotency-Key는 지난 24시간 안에 다른 요청에 사용되었습니다. 새 키를 사용하세요",
      en: "This Idempotency-Key was already used for a different request in the last 24 hours. Use a new key",
    });
  }
  return jsonText(answer, { headers: { "idempotency-replayed": "true" } });
}

/** Follow-up work after a request has written rows. */
export const followUpOf = ({ id, env, isOpen }: Incoming): FollowUp => ({
  requestId: id,
  webhooks: { key: env.WEBHOOK_KEY, allowsPrivate: isOpen },
});

function restOfAnswer({ rejected, implausible, rejections }: Batch, language: Language): string {
  const errors = rejections.map(({ line, field, reason, code }) => ({
    line,
    field,
    reason: reason[language],
    ...(code ? { code } : {}),
  }));
  return JSON.stringify({ rejected, implausible, errors }).slice(1);
}

const UNIQUE_VIOLATION = "23505";
/** SQLSTATE raised by `ess_ensure_month`. */
const MONTH_GIVEN_UP = "ESS01";

const isTaken = (error: unknown): boolean =>
  error instanceof DatabaseError && error.sqlState === UNIQUE_VIOLATION;

/** A foreign table may reject rows: a missing value, a month without a partition, a trigger. */
function explain(error: unknown, { component }: Place): unknown {
  const state = error instanceof DatabaseError ? error.sqlState : undefined;
  if (state === MONTH_GIVEN_UP) return monthGivenUp(component);
  const isRefusal = state !== undefined && /^(23|42[58]|44|55000|P0)/.test(state);
  return isRefusal ? refusedRows(component, state, error) : error;
}
