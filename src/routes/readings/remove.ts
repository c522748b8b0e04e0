import * as z from "zod";
import { followEvents, followsEvents, justMarked } from "../../ingest/follow-up.ts";
import { countRows, removeRows } from "../../ingest/remove.ts";
import { type Wrong, whole, wrong } from "../../request/parameter.ts";
import { rangeOf, rangeParameters, refineRange } from "../../request/query.ts";
import { type Route, siteRoute } from "../../request/route.ts";
import { sourceParameters } from "../../request/source.ts";
import { json } from "../../response/answer.ts";
import { forgetVersions } from "../../response/cache/version.ts";
import { Problem } from "../../response/problem.ts";
import { withoutKey } from "../../response/unfit.ts";
import { COMPONENTS, type Component, capitalised, type Place } from "../../site/site.ts";
import { askFacts } from "../../store/rows/facts.ts";
import type { Selection } from "../../store/sql/selection.ts";
import { followUpOf } from "./readings.ts";

/** Rows per request: the transaction stays well within its timeout. */
export const MOST_REMOVED = 100_000;

const removeQuery = (component: Component, place?: Place) =>
  z
    .strictObject({
      ...rangeParameters(place),
      ...sourceParameters(component, place?.site),
      confirm: whole(0, MOST_REMOVED, {
        description:
          "Number of rows to delete: the `count` of the same request without `confirm`. Nothing is deleted if the number has changed",
        example: 1,
      }).optional(),
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
  "is required unless date is given. Example: date=2022-05-10",
);

const answerSchema = z
  .object({
    count: z
      .int()
      .meta({ description: "Number of rows in the range. Send it as `confirm` to delete them" }),
    deleted: z.int().meta({ description: "Number of deleted rows: 0 without `confirm`" }),
    dry_run: z.boolean().meta({ description: "true: nothing was deleted" }),
  })
  .meta({ id: "ReadingsDeletion" });

/** `DELETE /api/ess/operating-sites/{site}/{bank|rack|pcs|etc}/readings/`: deletes the rows of a range. */
export const removals: readonly Route[] = COMPONENTS.map((component) =>
  siteRoute({
    method: "delete",
    access: "admin",
    path: `/api/ess/operating-sites/{site}/${component}/readings/`,
    operationId: `deleteReadings${capitalised(component)}`,
    tags: ["Ingestion"],
    summary: `Delete the rows of ${component} in a range`,
    description: `Without \`confirm\` nothing is deleted, and the response has the number of rows. With \`confirm\` set to that number, the rows are deleted in one transaction, and rollups, events and daily products are updated as after late rows. At most ${MOST_REMOVED} rows per request. \`updates\` lists rows that exist and cannot list deleted ones; the audit log has the deleted range.`,
    responses: {
      200: {
        description: "Number of rows in the range, and of deleted rows",
        content: { "application/json": { schema: answerSchema } },
      },
    },
    component,
    query: (place) => removeQuery(component, place),
    reads: "nothing",
    plan(request) {
      const { site, query } = request;
      const { bank, rack, confirm } = query;
      const selection: Selection = { site, component, bank, rack, ...rangeOf(query) };
      return { selection, confirm, followUp: followUpOf(request) };
    },
    async answer({ selection, confirm, followUp }, _ask, backend) {
      const { site } = selection;
      const { ask, transact } = backend.primary(site);
      const facts = await askFacts(ask, selection);
      if (!facts.hasKey) throw withoutKey(component);
      const count = await countRows(ask, selection, MOST_REMOVED);
      if (count > MOST_REMOVED) throw tooMany();
      if (confirm === undefined) return answer({ count, deleted: 0, dry_run: true });
      if (confirm !== count) throw countChanged(count);
      await backend.audit.action(auditOf(selection), count);
      try {
        const marks = followsEvents(selection, facts, backend) ? justMarked(site) : undefined;
        const removed = await removeRows(transact, selection, count, marks);
        // Rows were written or deleted after they were counted.
        if (removed.count !== count) {
          throw countChanged(await countRows(ask, selection, MOST_REMOVED));
        }
        await followEvents(site, removed.rows, backend, followUp);
        return answer({ count, deleted: removed.deleted, dry_run: false });
      } finally {
        forgetVersions(site.id);
        await backend.noteWritten(site);
      }
    },
  }),
);

function auditOf({ site, component, bank, rack, start, end }: Selection) {
  const which = [
    ...(bank === undefined ? [] : [`bank=${bank}`]),
    ...(rack === undefined ? [] : [`rack=${rack}`]),
  ];
  const action = `delete readings ${component}`;
  return { action, site: site.id, start, end, query: which.join("&") };
}

const answer = (body: z.input<typeof answerSchema>) => json(body, { rows: body.deleted });

const tooMany = () =>
  new Problem("range_too_long", {
    ko: `한 번에 ${MOST_REMOVED}행까지 삭제할 수 있습니다. 기간을 줄이거나 bank, rack을 지정하세요`,
    en: `At most ${MOST_REMOVED} rows can be deleted at once. Choose a shorter range, or name bank or rack`,
  });

const countChanged = (count: number) =>
  new Problem("count_changed", {
    ko: `이 기간의 현재 행 수는 ${count}개로 confirm과 다릅니다. 아무것도 삭제하지 않았습니다. 기간을 확인한 뒤 confirm=${count}(으)로 다시 요청하세요`,
    en: `The range has ${count} rows now, which differs from confirm. Nothing was deleted. Check the range, then send confirm=${count}`,
  });
