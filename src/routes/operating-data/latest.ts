import { latestQuery } from "../../request/query.ts";
import { type Route, siteRoute } from "../../request/route.ts";
import { jsonText } from "../../response/answer.ts";
import { jsonRows } from "../../response/formats/json.ts";
import { Problem } from "../../response/problem.ts";
import { askLatest } from "../../store/rows/newest.ts";
import { PLACES, rowReference } from "./places.ts";
import { chosenColumns, withQuality } from "./rows.ts";

/** `GET /api/ess/operating-sites/{site}/…/latest/`: the newest row. */
export const latest: readonly Route[] = PLACES.filter(({ hasLatest }) => hasLatest).map(
  ({ path, component, id, what }) =>
    siteRoute({
      method: "get",
      access: "raw:read",
      path: `/api/ess/${path}latest/`,
      operationId: `latest${id}`,
      tags: ["Operating data"],
      summary: `Get the newest row of ${what}`,
      hasVersion: true,
      responses: {
        200: {
          description: "The newest row",
          content: { "application/json": { schema: rowReference(component) } },
        },
      },
      component,
      query: latestQuery,
      plan({ site, bank, rack, query }) {
        const selection = { site, component, bank, rack };
        return { rows: selection, selection, query, columns: chosenColumns(selection, query) };
      },
      async answer(plan, ask) {
        const { columns, query, selection } = await withQuality(ask, plan);
        const text = await askLatest(ask, selection, {
          columns,
          timeFormat: query["time-format"] ?? "iso",
          layout: "tsv",
        });
        if (text === undefined) throw nothingYet();
        return jsonText(jsonRows({ text, rows: 1 }, columns, ","), { rows: 1 });
      },
    }),
);

const nothingYet = (): Problem =>
  new Problem("no_data", {
    ko: "아직 저장된 데이터가 없습니다. 데이터를 전송하거나 가져온 뒤 다시 요청하세요",
    en: "No rows have been stored yet. Send or import readings, then repeat the request",
  });
