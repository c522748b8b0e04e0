import type * as z from "zod";
import { preferredFormat } from "../response/accept.ts";
import { ROW_FORMATS, type RowFormatName } from "../response/formats/row-formats.ts";
import { refuse } from "../response/problem.ts";
import { contradicts, flag, type Wrong, word } from "./parameter.ts";

const PROFILES = ["bdf"] as const;

/** Parameters that say in what form rows go out. */
export const formatParameters = <F extends RowFormatName>(formats: readonly [F, ...F[]]) => ({
  format: word(formats, {
    description:
      "Format of the rows. Overrides the `Accept` header. csv.gz: CSV compressed with gzip; ndjson: one JSON object per line; parquet: typed columns, UTC times, units and site in the metadata",
    example: formats[0],
    default: formats[0],
  }).optional(),
  trailer: flag(
    '1 appends a record with the number of rows and the SHA-256 of all preceding bytes: `_end,<rows>,<SHA-256>` in CSV, `{"_end":{"rows":…,"sha256":…}}` in NDJSON. Streamed NDJSON has it by default; 0 omits it',
    ROW_FORMATS[formats[0]].trailer ? "1" : "0",
  ),
  profile: word(PROFILES, {
    description:
      "bdf: columns of one bank or rack with the names and units of the Battery Data Format: Test Time / s (from the start of the range), Unix Time / s, Voltage / V, Current / A, Power / W, Surface Temperature / degC",
  }).optional(),
});

type FormatQuery = {
  format?: RowFormatName | undefined;
  trailer?: boolean | undefined;
  profile?: string | undefined;
};

type Query = FormatQuery & Readonly<Record<string, unknown>>;

/** What a profile decides itself. */
const OF_PROFILES = ["fields", "omit", "quality", "time-format"];

/** Parameters that the format has no use for. */
function unfit(query: Query, format: RowFormatName): { name: string; fault: Wrong }[] {
  const { trailer, isTyped } = ROW_FORMATS[format];
  const names = [...(trailer ? [] : ["trailer"]), ...(isTyped ? ["time-format"] : [])];
  return names
    .filter((name) => query[name] !== undefined && query[name] !== false)
    .map((name) => ({ name, fault: contradicts(`format=${format}`) }));
}

/** Refuses what contradicts the format or the profile that is named. */
export function refineFormat(query: Query, context: z.RefinementCtx): void {
  const { format, profile } = query;
  const ofFormat = format === undefined ? [] : unfit(query, format);
  const ofProfile = OF_PROFILES.filter(
    (name) => profile !== undefined && query[name] !== undefined && query[name] !== false,
  ).map((name) => ({ name, fault: contradicts(`profile=${profile}`) }));
  for (const { name, fault } of [...ofFormat, ...ofProfile]) {
    context.addIssue({ code: "custom", path: [name], params: fault });
  }
}

/**
 * The requested format: by name, otherwise by `Accept`.
 * @throws {Problem} not_acceptable, or invalid_parameters for what contradicts the preferred one
 */
export function formatOf<F extends RowFormatName>(
  headers: Headers,
  query: Query & { format?: F | undefined },
  formats: readonly [F, ...F[]],
): F {
  if (query.format !== undefined) return query.format;
  const format = preferredFormat(headers.get("accept") ?? undefined, formats);
  const faults = unfit(query, format);
  if (faults.length > 0) {
    refuse(faults.map(({ name, fault }) => ({ in: "query", name, ...fault })));
  }
  return format;
}
