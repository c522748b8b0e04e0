import { type SQL, sql } from "drizzle-orm";
import { isRolled, LEVELS, type Level, type RollupColumn, rollupTable } from "../../site/rollup.ts";
import { type Alignment, borderOf } from "../../time/buckets.ts";
import { DAY, HOUR } from "../../time/units.ts";
import { instant, type Selection, timeColumn, where } from "../sql/selection.ts";
import { tableOf } from "../sql/tables.ts";
import { endOfDay, isMarked, markedRows, rolledWithin, startOfDay, startOfHour } from "./marks.ts";
import { list, names, sumsOfRows } from "./rolled.ts";

export type BoundedSelection = Selection & { start: number; end: number };

/**
 * Common table expressions that end with `part`: sums of all rows of a selection, each in exactly one part (bank,
 * rack, at, columns). Whole days, hours and minutes come from the rollups, as far as nothing in them is marked;
 * what is marked and what the range cuts comes from the rows themselves. One statement sees marks, rollups and
 * rows as of one moment, so that the parts are right however far the rollups lag behind.
 * @param alignment what a part may span at most; `row`: none of them comes from a rollup
 * @param at of parts made of rows: what they are added up by
 */
export function partsOf(
  selection: BoundedSelection,
  columns: readonly RollupColumn[],
  alignment: Alignment,
  at?: (time: SQL) => SQL,
): SQL {
  if (alignment === "row" || !isRolled(selection.component)) {
    return sql`part as (${sumsOfRows(selection, columns, rowsIn(selection), at)})`;
  }
  const all = new Parts(selection, columns).covering(alignment);
  return sql`${dirtyHours(selection)}, part as (${sql.join(all, sql` union all `)})`;
}

/**
 * Where a rollup alone can answer, because the range and all parts of it are whole units: what to read its sums
 * from, and the marks that must not be there.
 */
export function wholeRollup(
  { site, component, bank, rack, start, end }: BoundedSelection,
  columns: readonly RollupColumn[],
  alignment: Alignment,
): { part: SQL; marks: SQL; width: number } | undefined {
  if (alignment === "row" || !isRolled(component)) return undefined;
  const level = LEVELS.findLast(
    (unit) =>
      LEVELS.indexOf(unit) <= LEVELS.indexOf(alignment) &&
      [start, end].every((border) => borderOf(unit, border, site.timeZone) === border),
  );
  if (level === undefined) return undefined;
  const first = borderOf("hour", start, site.timeZone);
  return {
    width: WIDTHS[level],
    part: sql`(select bank, rack, at, ${names(columns)} from ${sql.identifier(rollupTable(component, level))}
      where ${within(sql`at`, { start, end })}${ofUnit({ bank, rack })}) as part`,
    marks: sql`select from ess_dirty where component = ${component}::text and ${within(sql`hour`, { start: first, end })}${ofUnit({ bank, rack })}`,
  };
}

/** Microseconds; of buckets of one width a day has 24 hours. */
const WIDTHS: Record<Level, number> = {
  minute: 60_000_000,
  hour: HOUR,
  day: DAY,
};

const rowsIn = (selection: Selection): SQL =>
  sql`${tableOf(selection.site, selection.component).table}${where(selection)}`;

/** `dirty`: the marks of the range by hour. */
function dirtyHours({ component, bank, rack, start, end, site }: BoundedSelection): SQL {
  const first = borderOf("hour", start, site.timeZone);
  return sql`dirty as materialized (
    select bank, rack, hour as at, bit_or(minutes) as mask from ess_dirty
    where component = ${component}::text and hour >= ${instant(first)} and hour < ${instant(end)}${ofUnit({ bank, rack })}
    group by bank, rack, hour
  )`;
}

type Range = { start: number; end: number };

/** Selects whose union covers a range. */
class Parts {
  private readonly selection: BoundedSelection;
  private readonly columns: readonly RollupColumn[];

  constructor(selection: BoundedSelection, columns: readonly RollupColumn[]) {
    this.selection = selection;
    this.columns = columns;
  }

  covering(level: Level): SQL[] {
    const { selection, columns } = this;
    const { start, end } = selection;
    const minutes = this.inner("minute", selection);
    if (minutes.start >= minutes.end) return [sumsOfRows(selection, columns, rowsIn(selection))];
    const time = timeColumn(selection);
    const marked = markedRows(
      selection,
      "dirty",
      sql`${time} >= ${instant(minutes.start)} and ${time} < ${instant(minutes.end)}`,
    );
    return [
      ...this.rolledUp(level, minutes),
      sumsOfRows(selection, columns, marked),
      ...this.rows({ start, end: minutes.start }),
      ...this.rows({ start: minutes.end, end }),
    ];
  }

  private rows(range: Range): SQL[] {
    if (range.start >= range.end) return [];
    const part = { ...this.selection, ...range };
    return [sumsOfRows(part, this.columns, rowsIn(part))];
  }

  /** What is not marked of a range of whole minutes. */
  private rolledUp(level: Level, range: Range): SQL[] {
    if (range.start >= range.end) return [];
    if (level === "minute") return [this.cleanMinutes(range)];
    const finer = level === "day" ? "hour" : "minute";
    const whole = this.inner(level, range);
    if (whole.start >= whole.end) return this.rolledUp(finer, range);
    return [
      ...(level === "day" ? this.days(whole) : this.hours(whole)),
      this.minutesOfDirtyHours(whole),
      ...this.rolledUp(finer, { start: range.start, end: whole.start }),
      ...this.rolledUp(finer, { start: whole.end, end: range.end }),
    ];
  }

  private days(whole: Range): SQL[] {
    const { site } = this.selection;
    const dirtyDays = sql`(select distinct bank, rack, ${startOfDay(site, sql`at`)} as at from dirty where ${within(sql`at`, whole)})`;
    return [
      sql`${this.read(this.table("day"))} where ${within(sql`r.at`, whole)}${this.ofUnit()}
        and (r.bank, r.rack, r.at) not in (select bank, rack, ${startOfDay(site, sql`at`)} from dirty)`,
      sql`${this.read(rolledWithin(this.name("hour"), dirtyDays, endOfDay(site, sql`d.at`)))}
        where (r.bank, r.rack, r.at) not in (select bank, rack, at from dirty)`,
    ];
  }

  private hours(whole: Range): SQL[] {
    return [
      sql`${this.read(this.table("hour"))} where ${within(sql`r.at`, whole)}${this.ofUnit()}
        and (r.bank, r.rack, r.at) not in (select bank, rack, at from dirty)`,
    ];
  }

  private minutesOfDirtyHours(whole: Range): SQL {
    const minutes = rolledWithin(this.name("minute"), sql`dirty`, sql`d.at + interval '1 hour'`);
    return sql`${this.read(minutes)} where ${within(sql`d.at`, whole)} and not ${isMarked("d", sql`r.at`)}`;
  }

  private cleanMinutes(range: Range): SQL {
    const hour = startOfHour(this.selection.site, sql`r.at`);
    return sql`${this.read(this.table("minute"))} where ${within(sql`r.at`, range)}${this.ofUnit()}
      and not exists (select from dirty as d where d.bank = r.bank and d.rack = r.rack and d.at = ${hour} and ${isMarked("d", sql`r.at`)})`;
  }

  /** `select … from` rows of a rollup, `r`. */
  private read(rows: SQL): SQL {
    const values = this.columns.map(({ name }) => sql`r.${sql.identifier(name)}`);
    return sql`select r.bank, r.rack, r.at, ${list(values)} from ${rows}`;
  }

  private table(level: Level): SQL {
    return sql`${sql.identifier(this.name(level))} as r`;
  }

  private name(level: Level): string {
    const { component } = this.selection;
    return isRolled(component) ? rollupTable(component, level) : "";
  }

  private ofUnit(): SQL {
    return ofUnit(this.selection, "r.");
  }

  private inner(level: Level, { start, end }: Range): Range {
    const { timeZone } = this.selection.site;
    return {
      start: borderOf(level, start, timeZone, true),
      end: borderOf(level, end, timeZone),
    };
  }
}

const within = (moment: SQL, { start, end }: Range): SQL =>
  sql`${moment} >= ${instant(start)} and ${moment} < ${instant(end)}`;

/** Conditions on bank and rack, where the selection names them. */
function ofUnit({ bank, rack }: Pick<Selection, "bank" | "rack">, prefix = ""): SQL {
  const ids = Object.entries({ bank, rack }).filter(([, id]) => id !== undefined);
  return sql.join(ids.map(([name, id]) => sql` and ${sql.raw(prefix + name)} = ${id}::int`));
}
