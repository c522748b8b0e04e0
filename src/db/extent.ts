import { sql } from "drizzle-orm";
import { COMPONENTS, type Component, type Site } from "../sites/site.ts";
import type { Ask } from "./client.ts";
import { from, timeColumn } from "./selection.ts";

/** Times of the first and the last row, microseconds since 1970; undefined where there are none. */
export type Extent = { earliest?: number | undefined; latest?: number | undefined };

/** Extents of all components of a site, in one question. */
export async function askExtent(ask: Ask, site: Site): Promise<Record<Component, Extent>> {
  const bounds = COMPONENTS.flatMap((component) => {
    const time = timeColumn({ site, component });
    const source = from({ site, component });
    const bound = (direction: "asc" | "desc", name: string) =>
      sql`(select (extract(epoch from ${time}) * 1000000)::bigint${source} order by ${time} ${sql.raw(direction)} limit 1) as ${sql.identifier(`${component}_${name}`)}`;
    return [bound("asc", "earliest"), bound("desc", "latest")];
  });
  const [row = {}] = await ask(sql`select ${sql.join(bounds, sql`, `)}`);
  const at = (name: string) => (row[name] == null ? undefined : Number(row[name]));
  return Object.fromEntries(
    COMPONENTS.map((component) => [
      component,
      { earliest: at(`${component}_earliest`), latest: at(`${component}_latest`) },
    ]),
  ) as Record<Component, Extent>;
}
