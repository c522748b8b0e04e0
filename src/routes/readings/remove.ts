import type { Context } from "hono";
import * as z from "zod";
import { askFacts } from "../../db/facts.ts";
import { countRows, removeRows } from "../../db/remove.ts";
import type { Selection } from "../../db/selection.ts";
import type { AppEnv } from "../../http/app-env.ts";
import { auditAction } from "../../http/audit.ts";
import { forgetVersions } from "../../http/cache/answer.ts";
import { type App, addOperation } from "../../http/contract.ts";
import { sitePrimary } from "../../http/database.ts";
import { parameter, readWhole, type Wrong, wrong } from "../../http/parameter.ts";
import { pathSchema } from "../../http/place.ts";
import { Problem } from "../../http/problem.ts";
import { rangeOf, rangeParameters, refineRange } from "../../http/query.ts";
import { sourceParameters } from "../../http/source.ts";
import { withoutKey } from "../../http/unfit.ts";
import { noteWritten } from "../../http/written.ts";
import { COMPONENTS, type Component, capitalised, type Place } from "../../sites/site.ts";
import { readRequest } from "../operating-data/request.ts";
import { followEvents, followsEvents, justMarked } from "./follow-events.ts";

/** Rows of one request: their deletion and its marks fit into a transaction well within its timeout. */
export const MOST_REMOVED = 100_000;

const removeQuery = (component: Component, place?: Place) =>
  z
    .strictObject({
      ...rangeParameters(place),
      ...sourceParameters(component, place?.site),
      confirm: parameter(
        {
          description:
            "The count that the same request without `confirm` answered. The rows are deleted if there are still as many",
          example: 1,
          schema: { type: "integer", minimum: 0, maximum: MOST_REMOVED },
        },
        (text) => readWhole(text, 0, MOST_REMOVED, "1"),
      ).optional(),
    })
    .superRefine((query, context) => {
      refineRange(query, context);
      const { start, end } = rangeOf(query);
      for (const [name, value] of [
        ["start-time", start],
        ["end-time", end],
      ] as const) {
        if (value === undefined) {
          context.addIssue({ code: "custom", path: [name], params: MISSING satisfies Wrong });
        }
      }
    });

const MISSING = wrong(
  "missing",
  "start-time과 end-time, 또는 date가 필요합니다. 예: date=2022-05-10",
  "is required unless date is given, e.g. date=2022-05-10",
);

const answerSchema = z
  .object({
    count: z.int().meta({ description: "Rows in the range. Send it as `confirm` to delete them" }),
    deleted: z.int().meta({ description: "Rows deleted: 0 without `confirm`" }),
    dry_run: z.boolean().meta({ description: "true: nothing was deleted" }),
  })
  .meta({ id: "ReadingsDeletion" });

/** `DELETE /api/ess/operating-sites/{s}/{bank|rack|pcs|etc}/readings/`: removes the rows of a range. */
export function addRemoval(app: App): void {
  for (const component of COMPONENTS) {
    const path = `/api/ess/operating-sites/{s}/${component}/readings/`;
    addOperation(
      app,
      {
        method: "delete",
        access: "admin",
        path,
        operationId: `deleteReadings${capitalised(component)}`,
        tags: ["Ingestion"],
        summary: `Delete the rows of ${component} in a range`,
        description: `Without \`confirm\` nothing is deleted, and the answer is the number of rows. With \`confirm\` set to that number, the rows are deleted in one transaction, and rollups, events and daily products are updated as after late rows. At most ${MOST_REMOVED} rows a request. \`updates\` lists rows that exist and cannot list deleted ones; the audit log has the deleted range`,
        request: { params: pathSchema(path), query: removeQuery(component) },
        responses: {
          200: {
            description: "The number of rows, and how many were deleted",
            content: { "application/json": { schema: answerSchema } },
          },
        },
      },
      (c) => remove(c, path, component),
    );
  }
}

async function remove(c: Context<AppEnv>, path: string, component: Component): Promise<Response> {
  const { site, query } = await readRequest(c, path, component, (place) =>
    removeQuery(component, place),
  );
  const { bank, rack, confirm } = query;
  const selection: Selection = { site, component, bank, rack, ...rangeOf(query) };
  const { ask, transact } = sitePrimary(c, site);
  const facts = await askFacts(ask, selection);
  if (!facts.hasKey) throw withoutKey(component);
  const count = await countRows(ask, selection, MOST_REMOVED);
  if (count > MOST_REMOVED) throw tooMany();
  if (confirm === undefined) return answer(c, { count, deleted: 0, dry_run: true });
  if (confirm !== count) throw countChanged(count);
  const { start, end } = selection;
  const which = [
    ...(bank === undefined ? [] : [`bank=${bank}`]),
    ...(rack === undefined ? [] : [`rack=${rack}`]),
  ].join("&");
  const action = `delete readings ${component}`;
  await auditAction(c, { action, site: site.id, start, end, query: which }, count);
  try {
    const marks = followsEvents(c, selection, facts) ? justMarked(site) : undefined;
    const removed = await removeRows(transact, selection, count, marks);
    // Rows were written or deleted since they were counted.
    if (removed.count !== count) throw countChanged(await countRows(ask, selection, MOST_REMOVED));
    await followEvents(c, site, removed.rows);
    c.get("tally").rows = removed.deleted;
    return answer(c, { count, deleted: removed.deleted, dry_run: false });
  } finally {
    forgetVersions(site.id);
    await noteWritten(c, site);
  }
}

const answer = (c: Context<AppEnv>, body: z.input<typeof answerSchema>): Response => c.json(body);

const tooMany = () =>
  new Problem("range_too_long", {
    ko: `한 번에 ${MOST_REMOVED}행까지 삭제할 수 있습니다. 기간을 줄이거나 bank, rack을 지정하세요`,
    en: `At most ${MOST_REMOVED} rows can be deleted at once. Choose a shorter range, or name bank or rack`,
  });

const countChanged = (count: number) =>
  new Problem("count_changed", {
    ko: `지금 이 기간의 행은 ${count}개이며 confirm과 다릅니다. 아무것도 삭제하지 않았습니다. 확인한 뒤 confirm=${count}(으)로 다시 요청하세요`,
    en: `The range has ${count} rows now, which is not the number in confirm; nothing was deleted. Check the range, then send confirm=${count}`,
  });
