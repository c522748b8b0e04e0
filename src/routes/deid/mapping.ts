import * as z from "zod";
import { foundByRule } from "../../domain/deid/rule.ts";
import { deidentified } from "../../request/deid.ts";
import { siteRoute } from "../../request/route.ts";
import { json } from "../../response/answer.ts";
import { wireName } from "../../site/site.ts";

const mappingSchema = z
  .array(
    z.object({
      identifier: z.string().meta({ description: "Name in de-identified responses" }),
      column: z.string().meta({ description: "Name in the database" }),
      sensitive: z.boolean(),
      found_by: z.enum(["rule", "list"]).nullable().meta({
        description:
          "Why the column is sensitive: rule (a word in its name) or list (the site's list)",
      }),
    }),
  )
  .meta({ id: "DeidMapping" });

/** `GET /api/ess/di/mapping/operating-sites/{site}/{component}/`: the columns behind the identifiers. */
export const mapping = siteRoute({
  method: "get",
  access: "admin",
  path: "/api/ess/di/mapping/operating-sites/{site}/{component}/",
  operationId: "deidentificationMapping",
  tags: ["De-identification"],
  summary: "Get the columns behind the identifiers of a component",
  responses: {
    200: {
      description: "Every column of the component, in the order of de-identified responses",
      content: { "application/json": { schema: mappingSchema } },
    },
  },
  reads: "nothing",
  view: deidentified,
  plan: ({ site, component }) => ({ site, component }),
  async answer({ site, component }, _ask, { audit }) {
    await audit.action({ action: `mapping ${component}`, site: site.id });
    const columns: z.input<typeof mappingSchema> = site.components[component].map((column) => ({
      identifier: wireName(column),
      column: column.name,
      sensitive: column.wire !== undefined,
      found_by: column.wire === undefined ? null : foundByRule(column) ? "rule" : "list",
    }));
    return json(columns);
  },
});
