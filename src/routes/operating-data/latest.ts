import { type App, addOperation } from "../../request/contract.ts";
import { pathSchema } from "../../request/place.ts";
import { latestQuery } from "../../request/query.ts";
import { answerOfRows } from "../../response/cache/answer.ts";
import { jsonRows } from "../../response/formats/json.ts";
import { Problem } from "../../response/problem.ts";
import { askLatest } from "../../store/rows/page.ts";
import { PLACES, rowReference } from "./places.ts";
import { chosenColumns, readRequest } from "./request.ts";

/** `GET /api/ess/operating-sites/{s}/…/latest/`: the newest row. */
export function addLatest(app: App): void {
  for (const { path, component, id, what } of PLACES.filter(({ hasLatest }) => hasLatest)) {
    const contractPath = `/api/ess/${path}latest/`;
    addOperation(
      app,
      {
        method: "get",
        access: "raw:read",
        path: contractPath,
        operationId: `latest${id}`,
        tags: ["Operating data"],
        summary: `Newest row of ${what}`,
        request: { params: pathSchema(contractPath), query: latestQuery() },
        hasVersion: true,
        responses: {
          200: {
            description: "One row",
            content: { "application/json": { schema: rowReference(component) } },
          },
        },
      },
      async (c) => {
        const { site, bank, rack, query } = await readRequest(
          c,
          contractPath,
          component,
          latestQuery,
        );
        const selection = { site, component, bank, rack };
        const columns = await chosenColumns(c, selection, query);
        return answerOfRows(c, selection, async (ask) => {
          const text = await askLatest(ask, selection, {
            columns,
            timeFormat: query["time-format"] ?? "iso",
            layout: "tsv",
          });
          if (text === undefined) throw nothingYet();
          c.get("tally").rows = 1;
          return new Response(jsonRows({ text, rows: 1 }, columns, ","), {
            headers: { "content-type": "application/json" },
          });
        });
      },
    );
  }
}

const nothingYet = (): Problem =>
  new Problem("no_data", {
    ko: "아직 저장된 데이터가 없습니다",
    en: "Nothing has been stored here yet",
  });
