import { HISTORY_STEPS } from "../../domain/forecast/columns.ts";
import type { ItemPlace } from "../../domain/forecast/item-text.ts";
import { STEP_SECONDS } from "../../domain/forecast/series.ts";
import type { TargetName } from "../../domain/forecast/targets.ts";
import type { Items } from "../../domain/items.ts";
import type { Env } from "../../env.ts";
import { type Answer, headersOnly, jsonText } from "../../response/answer.ts";
import { askNewest, askSeries, type SourceSeries } from "../../store/models/series.ts";
import { askPieces } from "../../store/rows/samples.ts";
import type { Ask } from "../../store/sql/client.ts";
import type { SampledPlace } from "../../store/sql/measures.ts";
import type { Selection } from "../../store/sql/selection.ts";
import { type Source, sourcesIn } from "../../store/sql/sources.ts";
import { buffersInTurn, TextBuffer } from "../../store/sql/text-buffer.ts";
import { inOrder } from "../../store/sql/windows.ts";
import type { Steps } from "../../time/grid.ts";
import { DAY, SECOND } from "../../time/units.ts";
import { streamItems } from "../indicators/array.ts";
import { type Piece, piecesOf } from "../indicators/pieces.ts";
import { boundedRange, NOWHERE, stepsOf, tooManySteps } from "../indicators/range.ts";
import { type ForecastQuery, GRID } from "./query.ts";

const STEP = STEP_SECONDS * SECOND;
/** Time before a piece in which held values are looked up, in microseconds. */
const HELD = DAY;
/** Minimum steps of a piece: each piece also reads the hour before its first origin. */
const LEAST_PIECE = 1800;
/** Maximum steps that a response without streaming reads: a month of a bank has 267,840. */
const MOST_READ = 600_000;
const NOTHING: Items = { rows: 0, texts: [] };

export type Asked = {
  place: SampledPlace & Selection;
  query: ForecastQuery;
  /** Maximum items of a response that is not streamed. */
  most: number;
  targets: readonly TargetName[];
  /** Rows per query, and concurrent pieces. */
  windows: Pick<Env, "DOWNLOAD_WINDOW_ROWS" | "DOWNLOAD_PREFETCH">;
  isHead: boolean;
};

/** Loads the models for forecasts from a time on. */
export type Prepare = (from: number) => Promise<Prepared>;

export type Prepared = {
  /** Headers of the response, except its type. */
  headers: Record<string, string>;
  /** Items of a source from some origins, given as step numbers. */
  make: (series: SourceSeries["series"], origins: readonly number[], place: ItemPlace) => Items;
};

/**
 * A list of forecasts, ordered by bank, rack and time. An origin sees only values up to its time: a piece is read from
 * an hour before its first origin to its last origin.
 */
export async function answerForecasts(ask: Ask, asked: Asked, prepare: Prepare): Promise<Answer> {
  const { place, query, most, windows } = asked;
  const { interval = STEP } = query;
  if (query.origin === "latest") return answerLatest(ask, asked, prepare);
  // A step is computed from the rows before it, so the last row has a step too.
  const bounds = { clipped: true, reach: STEP - 1 };
  const range = (await boundedRange(ask, place, bounds)) ?? NOWHERE;
  const steps = stepsOf(range, interval, place.site.timeZone);
  const { headers, make } = await prepare(steps.first);
  const sources = sourcesIn(place);
  const { DOWNLOAD_PREFETCH, DOWNLOAD_WINDOW_ROWS } = windows;
  const size = Math.ceil((Math.max(DOWNLOAD_WINDOW_ROWS, LEAST_PIECE) * STEP) / interval);
  const buffers = buffersInTurn(DOWNLOAD_PREFETCH);
  const makeItems = async (piece: Piece<Source>): Promise<Items> => {
    const { origins, steps } = readingOf(piece);
    const sources = [piece.source];
    const read = await askSeries(ask, place, sources, steps, asked.targets, buffers(), HELD);
    return read[0] ? make(read[0].series, origins, writingOf(asked, read[0])) : NOTHING;
  };
  if (query.no_page) {
    const { start, end, ...everything } = place;
    const numbers = withNext(await askPieces(ask, everything, steps, size), steps.count / size);
    const ofAStream = { "content-type": "application/json", ...headers };
    if (asked.isHead) return headersOnly(ofAStream);
    return streamItems({
      selection: place,
      pieces: piecesOf(sources, steps, size, numbers),
      make: makeItems,
      prefetch: DOWNLOAD_PREFETCH,
      headers: ofAStream,
    });
  }
  const isReadable = steps.count * (interval / STEP) * sources.length <= MOST_READ;
  const mostSteps = isReadable ? Math.floor(most / sources.length) : 0;
  if (steps.count > mostSteps) throw tooManySteps(range, mostSteps, place.site.timeZone, GRID);
  const all: Items[] = [];
  const pieces = piecesOf(sources, steps, size);
  for await (const items of inOrder(pieces, DOWNLOAD_PREFETCH, makeItems)) all.push(items);
  return answerItems(all, headers);
}

/** Source and format of items. */
const writingOf = ({ place, query }: Asked, { bank, rack, steps }: SourceSeries): ItemPlace => ({
  site: place.site,
  bank,
  rack,
  steps,
  timeFormat: query["time-format"] ?? "iso",
  explain: query.explain ?? false,
});

function answerItems(all: readonly Items[], headers: Record<string, string>): Answer {
  const rows = all.reduce((sum, items) => sum + items.rows, 0);
  return jsonText(`[${all.flatMap(({ texts }) => [...texts]).join(",")}]`, { rows, headers });
}

/** The steps to read for the origins of a piece, and the indexes of the origins among them. */
function readingOf({ steps }: Pick<Piece<Source>, "steps">): { origins: number[]; steps: Steps } {
  const apart = steps.step / STEP;
  const origins = Array.from({ length: steps.count }, (_, i) => HISTORY_STEPS + i * apart);
  return {
    origins,
    steps: {
      first: steps.first - HISTORY_STEPS * STEP,
      step: STEP,
      count: (origins.at(-1) ?? 0) + 1,
    },
  };
}

/** Pieces with rows, the pieces after them (which hold values), and the first piece (for values before it). */
const withNext = (numbers: readonly number[], count: number): number[] =>
  [...new Set([0, ...numbers.flatMap((number) => [number, number + 1])])]
    .filter((number) => number < count)
    .toSorted((a, b) => a - b);

/** One item per source, from its newest row. Sources with the same time are read together. */
async function answerLatest(ask: Ask, asked: Asked, prepare: Prepare): Promise<Answer> {
  const { place, targets } = asked;
  const { start, end, ...everything } = place;
  const newest = await askNewest(ask, everything, sourcesIn(place));
  const made: { key: number; items: Items }[] = [];
  const times = [...new Set(newest.map((source) => source.at))].toSorted((a, b) => b - a);
  const first = await prepare(times[0] ?? Date.now() * 1000);
  for (const at of times) {
    const sources = newest.filter((source) => source.at === at);
    const { make } = at === times[0] ? first : await prepare(at);
    const { origins, steps } = readingOf({ steps: { first: at, step: STEP, count: 1 } });
    const read = await askSeries(ask, everything, sources, steps, targets, new TextBuffer(), HELD);
    for (const source of read) {
      const items = make(source.series, origins, writingOf(asked, source));
      made.push({ key: source.bank * 1000 + source.rack, items });
    }
  }
  const items = made.toSorted((a, b) => a.key - b.key).map((one) => one.items);
  return answerItems(items, first.headers);
}
