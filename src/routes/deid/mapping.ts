import * as z from "zod";
import { foundByRule } from "../../domain/deid/rule.ts";
import { type App, addOperation } from "../../request/contract.ts";
import { noQuery } from "../../request/input.ts";
import { pathSchema } from "../../request/place.ts";
import { auditAction } from "../../response/audit.ts";
import { wireName } from "../../site/site.ts";
import { readRequest } from "../operating-data/request.ts";
import { DEIDENTIFIED } from "../operating-data/view.ts";

const PATH = "/api/ess/di/mapping/operating-sites/{s}/{component}/";

const mappingSchema = z
  .array(
    z.object({
      identifier: z.string().meta({ description: "Name in de-identified answers" }),
      column: z.string().meta({ description: "Name in the database" }),
      sensitive: z.boolean(),
      found_by: z
        .enum(["rule", "list"])
        .nullable()
        .meta({ description: "Why it is sensitive: by a word in its name, or by the site's list" }),
    }),
  )
  .meta({ id: "DeidentificationMapping" });

/** `GET /api/ess/di/mapping/operating-sites/{s}/{component}/`: what stands behind the identifiers. */
export function addMapping(app: App): void {
  addOperation(
    app,
    {
      method: "get",
      access: "admin",
      path: PATH,
      operationId: "deidentificationMapping",
      tags: ["De-identification"],
      summary: "The columns behind the identifiers of a component, in the order of its answers",
      request: { params: pathSchema(PATH), query: noQuery },
      responses: {
        200: {
          description: "Every column of the component",
          content: { "application/json": { schema: mappingSchema } },
        },
      },
    },
    async (c) => {
      const { site, component } = await readRequest(c, PATH, undefined, () => noQuery, {
        view: DEIDENTIFIED,
      });
      await auditAction(c, { action: `mapping ${component}`, site: site.id });
      const mapping: z.input<typeof mappingSchema> = site.components[component].map((column) => ({
        identifier: wireName(column),
        column: column.name,
        sensitive: column.wire !== undefined,
        found_by: column.wire === undefined ? null : foundByRule(column) ? "rule" : "list",
      }));
      return c.json(mapping);
    },
  );
}
