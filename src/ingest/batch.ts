import { limitsOf } from "../site/plausible.ts";
import { type Column, type Place, TIMESTAMP } from "../site/site.ts";
import { offsetAt } from "../time/instant.ts";
import { type Flaw, MOST_REJECTIONS, readHeader, readRow } from "./reading.ts";
import type { RawValue } from "./value.ts";

/** A flaw of a row, with the line of the body that it stands on. */
export type Rejection = Flaw & { line: number };

/** Some rows in the form they go to the database: for each column one text, see `separator`. */
export type Block = { rows: number; texts: readonly string[] };

/** The rows of a body that can be taken, and what is wrong with the others. */
export type Batch = {
  columns: readonly Column[];
  blocks: readonly Block[];
  /** Rows in all blocks. */
  rows: number;
  /** Of these, rows with a value that cannot be true. */
  implausible: number;
  /** A moment in each month of the site's wall clock that has a row, as text. */
  moments: readonly string[];
  /** Rows that cannot be taken, and the first flaws of them. */
  rejected: number;
  rejections: readonly Rejection[];
};

const BLOCK_ROWS = 5000;
/** Months of one body: each may have to be made, and stays. */
const MOST_MONTHS = 120;
/** Rows of a body that are read, and rows of it that may be rejected before reading stops. */
export const MOST_ROWS = 250_000;
export const MOST_REJECTED = 10_000;

/** Reading has stopped at a limit. */
export class BatchLimitError extends Error {
  override name = "BatchLimitError";
  readonly limit: "rows" | "rejected";
  readonly rejections: readonly Rejection[];

  constructor(limit: "rows" | "rejected", rejections: readonly Rejection[]) {
    super(limit);
    this.limit = limit;
    this.rejections = rejections;
  }
}

/** Between the values of a block's text; a missing value is empty. Objects are JSON, which has no line break. */
export const separator = ({ type }: Column): string => (type === "text" ? "\n" : ",");

/**
 * Gathers rows as a parser finds them, checked like those of an import. Only texts are kept, joined every few
 * thousand rows, because a body of 16 MiB has millions of values.
 */
export class BatchBuilder {
  readonly #place: Place;
  readonly #now: number;
  readonly #blocks: Block[] = [];
  readonly #rejections: Rejection[] = [];
  /** A moment in each month of the site's wall clock that has a row. */
  readonly #months = new Map<string, string>();
  #lastMinute = "";
  #columns: readonly Column[] | undefined;
  #limits: { at: number; least: number; most: number }[] = [];
  #timeAt = -1;
  #open: (string | null)[][] = [];
  #rows = 0;
  #openRows = 0;
  #implausible = 0;
  #rejected = 0;
  #layout: { names: string; order: readonly number[] | readonly Flaw[] } | undefined;

  /** @param now milliseconds since 1970: rows far ahead of it are rejected */
  constructor(place: Place, now: number) {
    this.#place = place;
    this.#now = now;
  }

  /** Names the columns of the rows to come. @returns what is wrong with them */
  header(names: readonly string[]): Flaw[] {
    const { site, component } = this.#place;
    const header = readHeader(site, component, names);
    if ("flaws" in header) return header.flaws;
    this.#columns = header.columns;
    this.#timeAt = header.columns.findIndex(({ name }) => name === TIMESTAMP);
    this.#open = header.columns.map(() => []);
    this.#limits = limitsOf(this.#place).flatMap(({ column, least, most }) => {
      const at = header.columns.indexOf(column);
      return at < 0 ? [] : [{ at, least, most }];
    });
    return [];
  }

  /** A row whose values stand in the order of the header. */
  row(line: number, raw: readonly RawValue[]): void {
    const { site, component } = this.#place;
    const columns = this.#columns ?? [];
    if (raw.length !== columns.length) {
      this.reject(line, [wrongLength(raw.length, columns.length)]);
      return;
    }
    const row = readRow(columns, raw, site, component, { now: this.#now, most: this.#mostFlaws() });
    if ("flaws" in row) this.reject(line, row.flaws);
    else if (!this.#noteMonth(row.values[this.#timeAt] ?? "")) this.reject(line, [TOO_MANY_MONTHS]);
    else this.#keep(row.values);
  }

  /** A row that names its values. All rows of a batch have the fields of its first good one, in any order. */
  object(line: number, object: Readonly<Record<string, RawValue>>): void {
    const fields = Object.keys(object);
    const names = `${fields.length} ${fields.join("\n")}`;
    if (this.#layout?.names !== names) this.#layout = { names, order: this.#orderOf(fields) };
    const order = this.#layout.order;
    if (isFlaws(order)) {
      this.reject(line, order);
      return;
    }
    const values = Object.values(object);
    this.row(
      line,
      order.map((i) => values[i]),
    );
  }

  reject(line: number, flaws: readonly Flaw[]): void {
    this.#rejected++;
    for (const flaw of flaws) {
      if (this.#rejections.length < MOST_REJECTIONS) this.#rejections.push({ line, ...flaw });
    }
    if (this.#rejected > MOST_REJECTED) throw new BatchLimitError("rejected", this.#rejections);
  }

  /** One is enough to reject a row, once no more are listed. */
  #mostFlaws(): number {
    return Math.max(1, MOST_REJECTIONS - this.#rejections.length);
  }

  result(): Batch {
    this.#close();
    return {
      columns: this.#columns ?? [],
      blocks: this.#blocks,
      rows: this.#rows,
      implausible: this.#implausible,
      moments: [...this.#months.values()],
      rejected: this.#rejected,
      rejections: this.#rejections,
    };
  }

  /** For each column of the batch the place of its value among `fields`; or what is wrong with the fields. */
  #orderOf(fields: readonly string[]): readonly number[] | readonly Flaw[] {
    const { site, component } = this.#place;
    const own = readHeader(site, component, fields, this.#mostFlaws());
    if ("flaws" in own) return own.flaws;
    if (!this.#columns) this.header(fields);
    const columns = this.#columns ?? [];
    const missing = columns.filter((column) => !own.columns.includes(column));
    const more = own.columns.filter((column) => !columns.includes(column));
    return missing.length + more.length > 0
      ? [...missing, ...more].map(({ name }) => ({ field: name, reason: OTHER_FIELDS }))
      : columns.map((column) => own.columns.indexOf(column));
  }

  #keep(values: readonly (string | null)[]): void {
    values.forEach((value, i) => {
      this.#open[i]?.push(value);
    });
    const isPlausible = this.#limits.every(({ at, least, most }) => {
      const value = values[at];
      return value == null || (Number(value) >= least && Number(value) <= most);
    });
    if (!isPlausible) this.#implausible++;
    if (this.#rows === MOST_ROWS) throw new BatchLimitError("rows", this.#rejections);
    this.#rows++;
    this.#openRows++;
    if (this.#openRows === BLOCK_ROWS) this.#close();
  }

  #close(): void {
    if (this.#openRows === 0) return;
    const texts = (this.#columns ?? []).map((column, i) =>
      (this.#open[i] ?? []).join(separator(column)),
    );
    this.#blocks.push({ rows: this.#openRows, texts });
    this.#open = texts.map(() => []);
    this.#openRows = 0;
  }

  /** @returns false for a row whose month would be one too many */
  #noteMonth(time: string): boolean {
    const minute = time.slice(0, "2022-05-10T00:00".length);
    if (minute === this.#lastMinute) return true;
    const instant = Date.parse(`${minute}Z`);
    const wall = new Date(instant + offsetAt(instant, this.#place.site.timeZone)).toISOString();
    const month = wall.slice(0, "2022-05".length);
    if (!this.#months.has(month)) {
      if (this.#months.size === MOST_MONTHS) return false;
      this.#months.set(month, `${minute}Z`);
    }
    this.#lastMinute = minute;
    return true;
  }
}

const isFlaws = (order: readonly number[] | readonly Flaw[]): order is readonly Flaw[] =>
  typeof order[0] === "object";

const OTHER_FIELDS = {
  ko: "본문의 모든 행에 같은 필드가 있어야 합니다. 값이 없으면 null로 보내세요",
  en: "all rows of a body must have the same fields. Send null for missing values",
};

const TOO_MANY_MONTHS: Flaw = {
  field: TIMESTAMP,
  reason: {
    ko: `한 본문의 행은 ${MOST_MONTHS}개월까지입니다. 여러 요청으로 나누어 보내세요`,
    en: `the rows of one body may be in at most ${MOST_MONTHS} months. Split them into several requests`,
  },
};

const wrongLength = (given: number, expected: number): Flaw => ({
  field: "",
  reason: {
    ko: `값은 ${given}개인데 첫 줄의 열은 ${expected}개입니다`,
    en: `has ${given} values, but the header line has ${expected} columns`,
  },
});
