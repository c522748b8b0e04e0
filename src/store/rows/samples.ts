import { type SQL, sql } from "drizzle-orm";
import { INPUTS } from "../../domain/indicators/sos.ts";
import { type Steps, stepAt } from "../../time/grid.ts";
import type { Ask } from "../sql/client.ts";
import { isPlausible, measurement, racksOfRow, type SampledPlace } from "../sql/measures.ts";
import { from, type Selection, where } from "../sql/selection.ts";
import { type Source, valuesOf } from "../sql/sources.ts";
import { inWindow, numbered, rowOfStep } from "../sql/steps.ts";
import type { TextBuffer } from "../sql/text-buffer.ts";

/** Samples as lines of tab-separated values: bank, rack, number of the window from 0, then the inputs of SoS. */
export type Samples = { rows: number; text: string };

/**
 * Of each window of each source the earliest complete sample, in the order of bank, rack and time. One look into
 * the index for each window: measured at 1 Hz and a step of 10 s this takes 24 ms a day, `distinct on` 62 ms and
 * `lag` over the rows 82 ms.
 */
export async function askSamples(
  ask: Ask,
  place: SampledPlace,
  sources: readonly Source[],
  steps: Steps,
  buffer: TextBuffer,
): Promise<Samples> {
  if (steps.count === 0 || sources.length === 0) return { rows: 0, text: "" };
  const { rows, bytes } = await ask.text(
    sql`select count(*) as rows, string_agg(line, E'\n' order by bank, rack, number) as text from (
      select source.bank, source.rack, step.number, concat_ws(E'\t', source.bank, source.rack, step.number - 1, ${sql.join(INPUT_NAMES, sql`, `)}) as line
      from ${valuesOf(sources)} as source (bank, rack),
        ${numbered(steps)},
        lateral (${earliest(place, steps)}) as sample
    ) as samples`,
    buffer,
  );
  return { rows, text: new TextDecoder().decode(bytes) };
}

/** Numbers of the pieces of `size` windows in which the selection has rows at all; one look into the index each. */
export async function askPieces(
  ask: Ask,
  selection: Selection,
  steps: Steps,
  size: number,
): Promise<number[]> {
  const pieces: Steps = {
    first: steps.first,
    step: steps.step * size,
    count: Math.ceil(steps.count / size),
  };
  if (pieces.count === 0) return [];
  const [row] = await ask(
    sql`select string_agg((number - 1)::text, ',' order by number) as numbers from ${numbered(pieces)},
      lateral (select 1${from(selection)}${where(selection, ...inWindow(selection, pieces))} limit 1) as row`,
  );
  return row?.numbers ? row.numbers.split(",").map(Number) : [];
}

const INPUT_NAMES = INPUTS.map((_, i) => sql`${sql.identifier(`input_${i + 1}`)}`);

/** The earliest complete sample of a source in a window, its measurements in the order of `INPUTS`. */
function earliest(place: SampledPlace, steps: Steps): SQL {
  const racks = racksOfRow(place);
  const values = INPUTS.map((measure) => measurement(place, measure, racks));
  return rowOfStep(place, {
    values,
    names: INPUT_NAMES,
    bounds: { start: steps.first, end: stepAt(steps, steps.count) },
    conditions: [
      ...inWindow(place, steps),
      ...INPUTS.map((measure, i) => isPlausible(values[i] as SQL, measure)),
    ],
    order: "asc",
  });
}
