import { type SQL, sql } from "drizzle-orm";
import type { TimeFormat } from "../../time/instant.ts";
import type { Ask, Row } from "../sql/client.ts";
import { renderTime } from "../sql/render.ts";
import { from, instant, type Selection, timeColumn, where } from "../sql/selection.ts";
import { type Source, sourceColumns, sourceOf, sourceValues } from "../sql/sources.ts";

const GAPS_TIMEOUT_MS = 30_000;

/** How the rows of a source lie in a range. */
export type Coverage = Source & {
  rows: number;
  /** Expected time between two rows, seconds; undefined where nothing says what it is. */
  stepSeconds?: number;
  gaps: number;
  /** Rows missing in all of them; undefined where the step is. */
  missing?: number;
};

/** Rows are missing from `start`, when the first of them was due, until `end`: the next row or the range's end. */
export type Gap = Source & { start: string; end: string; missing?: number };

export type Gaps = { start: string; end: string; coverage: Coverage[]; gaps: Gap[] };

type Question = {
  /** Expected time between two rows, microseconds; by default the median of the range, of each source. */
  step: number | undefined;
  timeFormat: TimeFormat;
  /** Limit of listed gaps, earliest first; `coverage` includes all. */
  most: number;
};

/**
 * What is missing in a range, of every source that the site has, whether it has rows or not: one question.
 * What lies after now is not missing. Rows half a step late or early are in time.
 */
export async function askGaps(
  ask: Ask,
  selection: Selection & { start: number; end: number },
  { step, timeFormat, most }: Question,
): Promise<Gaps> {
  // The range's end may have another offset than all that is before it.
  const { site, component } = selection;
  const time = (name: string) => renderTime(sql`${sql.raw(name)}`, { site, component }, timeFormat);
  const rows = await ask(
    sql`with ${gapTables(selection, step)}, total as (
      select bank, rack, count(*) as gaps, sum(missing) as missing from gap group by bank, rack
    )
    select * from (
      select 'range' as kind, 0 as bank, 0 as rack, null::bigint as rows, null::numeric as step, null::bigint as gaps,
        null::numeric as missing, ${time("opening")} as start, ${time("closing")} as finish, 0::bigint as position
      from span
      union all
      select 'source', bank, rack, rows, ${seconds(sql`step`)}, coalesce(gaps, 0),
        case when step is not null then coalesce(missing, 0) end, null, null, row_number() over (order by bank, rack)
      from known left join total using (bank, rack)
      union all
      (select 'gap', bank, rack, null, null, null, missing, ${time("begins")}, ${time("ends")},
        row_number() over (order by begins, bank, rack) as position
      from gap order by position limit ${most})
    ) as answer order by kind, position`,
    { timeoutMs: GAPS_TIMEOUT_MS },
  );
  const [range] = rows.filter(({ kind }) => kind === "range");
  return {
    start: String(range?.start),
    end: String(range?.finish),
    coverage: rows.filter(({ kind }) => kind === "source").map(toCoverage),
    gaps: rows.filter(({ kind }) => kind === "gap").map(toGap),
  };
}

/** `span` the range, `known` every source with its rhythm, `gap` what is missing of it. */
function gapTables(
  selection: Selection & { start: number; end: number },
  step: number | undefined,
): SQL {
  const rhythm = sql`(select percentile_disc(0.5) within group (order by usual) from rhythm)`;
  const expected =
    step === undefined ? sql`coalesce(usual, ${rhythm})` : sql`${step} * interval '1 microsecond'`;
  const steps = (length: SQL) => sql`${seconds(length)} / ${seconds(sql`step`)}`;
  return sql`span as (
      select ${instant(selection.start)} as opening,
        greatest(${instant(selection.start)}, least(${instant(selection.end)}, now())) as closing
    ), source (bank, rack) as (select * from ${sourceValues(selection)} as v), seen as (
      select bank, rack, at, lag(at) over (partition by bank, rack order by at) as before
      from (select ${sourceColumns(selection)}, ${timeColumn(selection)} as at${from(selection)}${where(selection)}) as row
    ), rhythm as (
      select bank, rack, count(*) as rows, min(at) as first, max(at) as last,
        percentile_disc(0.5) within group (order by at - before) filter (where at > before) as usual
      from seen group by bank, rack
    ), known as (
      select bank, rack, coalesce(rows, 0) as rows, first, last, ${expected} as step
      from source left join rhythm using (bank, rack)
    ), gap as (
      select bank, rack, before + step as begins, at as ends, round(${steps(sql`at - before`)}) - 1 as missing
      from seen join known using (bank, rack) where at - before >= step * 1.5
      union all
      select bank, rack, first - n::float8 * step, first, n
      from known, span, lateral (select floor(${steps(sql`first - opening`)}) as n) as early where n >= 1
      union all
      select bank, rack, last + step, closing, n
      from known, span, lateral (select ceil(${steps(sql`closing - last`)}) - 1 as n) as late where n >= 1
      union all
      select bank, rack, opening, closing, ceil(${steps(sql`closing - opening`)})
      from known, span where rows = 0 and closing > opening
    )`;
}

const seconds = (length: SQL): SQL => sql`extract(epoch from ${length})`;

function toCoverage({ bank, rack, rows, step, gaps, missing }: Row): Coverage {
  return {
    ...sourceOf(bank, rack),
    rows: Number(rows),
    ...(step == null ? {} : { stepSeconds: Number(step) }),
    gaps: Number(gaps),
    ...(missing == null ? {} : { missing: Number(missing) }),
  };
}

const toGap = ({ bank, rack, start, finish, missing }: Row): Gap => ({
  ...sourceOf(bank, rack),
  start: String(start),
  end: String(finish),
  ...(missing == null ? {} : { missing: Number(missing) }),
});
