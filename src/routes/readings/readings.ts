import type { Context } from "hono";
import * as z from "zod";
import { type Answers, askAnswer, type Claim } from "../../db/answers.ts";
import { DatabaseError } from "../../db/error.ts";
import { askFacts, type TableFacts } from "../../db/facts.ts";
import { upsert } from "../../db/upsert.ts";
import type { AppEnv } from "../../http/app-env.ts";
import { auditLater } from "../../http/audit.ts";
import { forgetVersions } from "../../http/cache/answer.ts";
import { type App, addOperation } from "../../http/contract.ts";
import { sitePrimary } from "../../http/database.ts";
import { idempotencyKey } from "../../http/header.ts";
import { refuse } from "../../http/input.ts";
import { parameter, readWord } from "../../http/parameter.ts";
import { pathSchema } from "../../http/place.ts";
import { type Language, Problem } from "../../http/problem.ts";
import { monthGivenUp, refusedRows, withoutAnswers, withoutKey } from "../../http/unfit.ts";
import { noteWritten } from "../../http/written.ts";
import { type Batch, MOST_REJECTED, MOST_ROWS } from "../../sites/batch.ts";
import { MOST_REJECTIONS } from "../../sites/reading.ts";
import { COMPONENTS, type Component, capitalised, KEYS, type Place } from "../../sites/site.ts";
import { rowReference } from "../operating-data/places.ts";
import { readRequest } from "../operating-data/request.ts";
import { readReadings, rejectedRows } from "./body.ts";
import { followEvents, followsEvents, justMarked } from "./follow-events.ts";

const MODES = ["abort", "skip"] as const;

const readingsQuery = () =>
  z.strictObject({
    "on-error": parameter(
      {
        description:
          "What becomes of a body with rows that cannot be taken. abort: nothing is written; skip: the other rows are",
        example: "skip",
        schema: { type: "string", enum: MODES, default: "abort" },
      },
      (text) => readWord(text, MODES),
    ).optional(),
  });

const count = (description: string) => z.int().meta({ description });

const answerSchema = z
  .object({
    inserted: count("Rows that were not there"),
    updated: count("Rows that were there with another value"),
    unchanged: count("Rows that were there as they are"),
    repeated: count("Rows whose key comes again later in the body: they were not written"),
    rejected: count("Rows that cannot be taken; only with on-error=skip"),
    implausible: count("Rows taken whose mask `quality` is not 0, as sent"),
    errors: z
      .array(
        z.object({
          line: z.int(),
          field: z.string(),
          reason: z.string(),
          code: z.enum(["in_the_future", "before_site"]).optional(),
        }),
      )
      .meta({ description: `The first ${MOST_REJECTIONS} faults of the rows rejected` }),
  })
  .meta({ id: "Ingested" });

/** `POST /api/ess/operating-sites/{s}/{bank|rack|pcs|etc}/readings/`: new, late and corrected rows. */
export function addReadings(app: App): void {
  for (const component of COMPONENTS) {
    const path = `/api/ess/operating-sites/{s}/${component}/readings/`;
    addOperation(
      app,
      {
        method: "post",
        access: "ingest",
        path,
        operationId: `ingest${capitalised(component)}`,
        tags: ["Ingestion"],
        summary: `Rows of ${component}, new or corrected`,
        description: `Takes at most 16 MiB, packed (\`Content-Encoding: gzip\`) and unpacked, and ${MOST_ROWS} rows; more than ${MOST_REJECTED} rejected rows are refused in both modes. Columns have their names as in the database or in lower case; times without an offset are wall clock of the site; columns that are not there keep their values. A row that is there already, by its key, is updated where a value differs, so that the same body twice changes nothing`,
        request: {
          params: pathSchema(path),
          query: readingsQuery(),
          headers: z.object({
            "Idempotency-Key": z.string().optional().meta({
              description:
                "With the same key and the same request within 24 hours the first answer is given again, and nothing is written",
            }),
          }),
          body: { required: true, content: bodyContent(component) },
        },
        responses: {
          200: {
            description: "What became of the rows",
            headers: {
              "Idempotency-Replayed": {
                schema: { type: "string" },
                description: "`true`: the answer was given before, and nothing was written now",
              },
            },
            content: { "application/json": { schema: answerSchema } },
          },
        },
      },
      (c) => ingest(c, path, component),
    );
  }
}

/** The three forms of a body, each with the same example row. */
function bodyContent(component: Component) {
  const ids = KEYS[component].filter((name) => name !== "TIMESTAMP");
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

async function ingest(c: Context<AppEnv>, path: string, component: Component): Promise<Response> {
  const { site, query } = await readRequest(c, path, component, readingsQuery);
  const key = idempotencyKey(c);
  if (key.faults.length > 0) refuse(key.faults);
  const place = { site, component };
  const mode = query["on-error"] ?? "abort";
  const { batch, digest } = await readReadings(c, place, mode);
  if (mode === "abort" && batch.rejected > 0) throw rejectedRows(batch.rejections, batch.rejected);
  // Two clients may have one word for their first request.
  const owner = c.get("caller").key ?? "-";
  const claim =
    key.value === undefined ? undefined : { key: `${owner}:${key.value}`, request: digest };
  const { ask, transact } = sitePrimary(c, site);
  const facts = await askFacts(ask, place);
  checkFacts(facts, place, claim);
  const before = claim && (await askAnswer(ask, claim.key));
  const write = async (): Promise<Response> => {
    const answers: Answers = { claim, rest: restOfAnswer(batch, c.get("language")) };
    const marks = followsEvents(c, place, facts) ? justMarked(site) : undefined;
    const { answer, rows } = await upsert(transact, place, batch, facts, answers, marks);
    await followEvents(c, site, rows);
    c.get("tally").rows = batch.rows;
    auditLater(c, { action: `ingest ${component}`, site: site.id }, batch.rows);
    return json(answer);
  };
  try {
    if (claim && before) return replay(claim, before);
    return await write().catch(async (error: unknown) => {
      // Somebody else took the key since it was looked for, and has written by now.
      const meanwhile = claim && isTaken(error) ? await askAnswer(ask, claim.key) : undefined;
      if (claim && meanwhile) return replay(claim, meanwhile);
      throw explain(error, place);
    });
  } finally {
    // Whatever came of it, rows may have been written, be it by the same request before.
    forgetVersions(site.id);
    await noteWritten(c, site);
  }
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
function replay(claim: Claim, { request, answer }: { request: string; answer: string }): Response {
  if (request !== claim.request) {
    throw new Problem("idempotency_key_reused", {
      ko: "이 Idempotency-Key는 24시간 안에 다른 요청에 쓰였습니다. 새 키를 쓰십시오",
      en: "This Idempotency-Key was used for another request in the last 24 hours; please use a new one",
    });
  }
  return json(answer, { "idempotency-replayed": "true" });
}

const json = (text: string, headers: Record<string, string> = {}): Response =>
  new Response(text, { headers: { "content-type": "application/json", ...headers } });

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
/** Our own, of `ess_ensure_month`. */
const MONTH_GIVEN_UP = "ESS01";

const isTaken = (error: unknown): boolean =>
  error instanceof DatabaseError && error.sqlState === UNIQUE_VIOLATION;

/** What a table of others may refuse that ours takes: a missing value, a month without a partition, a trigger. */
function explain(error: unknown, { component }: Place): unknown {
  const state = error instanceof DatabaseError ? error.sqlState : undefined;
  if (state === MONTH_GIVEN_UP) return monthGivenUp(component);
  const isRefusal = state !== undefined && /^(23|42[58]|44|55000|P0)/.test(state);
  return isRefusal ? refusedRows(component, state, error) : error;
}
