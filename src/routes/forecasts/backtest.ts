import * as z from "zod";
import { judgeDay } from "../../domain/forecast/judge.ts";
import { REGIMES } from "../../domain/forecast/regime.ts";
import { STEP_SECONDS } from "../../domain/forecast/series.ts";
import {
  modelUnits,
  TARGET_NAMES,
  type TargetName,
  targetOf,
} from "../../domain/forecast/targets.ts";
import { type Night, recordsOf } from "../../domain/forecast/track.ts";
import { checkPlace } from "../../request/locate.ts";
import { whole, word, wrong } from "../../request/parameter.ts";
import {
  contradiction,
  rangeOf,
  rangeParameters,
  refineRange,
  timeParameters,
} from "../../request/query.ts";
import { siteRoute } from "../../request/route.ts";
import { timeSchema } from "../../request/source.ts";
import { json } from "../../response/answer.ts";
import { Problem } from "../../response/problem.ts";
import { MOST_INTEGER, type Place, type Site } from "../../site/site.ts";
import type { Backend } from "../../store/backend.ts";
import type { LiveModel } from "../../store/models/models.ts";
import { askSourceDays } from "../../store/models/source-days.ts";
import type { Ask } from "../../store/sql/client.ts";
import type { SampledPlace } from "../../store/sql/measures.ts";
import { type Source, sourcesIn } from "../../store/sql/sources.ts";
import { type Day, dayOf, daysIn, dayText } from "../../time/days.ts";
import { timeText } from "../../time/instant.ts";
import { liveModels } from "./live-models.ts";
import { recordSchema } from "./record.ts";

/** Days times sources: at 1 Hz, a day of a rack takes some tenths of a second. */
const MOST_SOURCE_DAYS = 40;

const number = (description: string) =>
  whole(1, MOST_INTEGER, { description, example: 1 }).optional();

const backtestQuery = (place?: Place) =>
  z
    .strictObject({
      target: word(TARGET_NAMES, {
        description: "Forecast target",
        example: "max_cell_voltage",
        default: "max_cell_voltage",
      }).optional(),
      component: word(["bank", "rack"], {
        description: "Banks or racks",
        example: "rack",
        default: "bank",
      }).optional(),
      bank: number("One bank, or its racks. Default: all"),
      rack: number("One rack of the bank. Implies component=rack"),
      ...rangeParameters(place),
      ...timeParameters,
    })
    .superRefine((query, context) => {
      refineRange(query, context);
      if (query.rack === undefined) return;
      if (query.bank === undefined) {
        const params = wrong(
          "missing",
          "rack을 지정하면 필요합니다. 예: bank=1",
          "is required with rack. Example: bank=1",
        );
        context.addIssue({ code: "custom", path: ["bank"], params });
      }
      if (query.component === "bank") context.addIssue(contradiction("component", "rack"));
    });

const resultSchema = z
  .object({
    operating_site: z.int(),
    component: z.enum(["bank", "rack"]),
    target: z.enum(TARGET_NAMES),
    unit: z.enum(["V", "degC"]),
    start: timeSchema,
    end: timeSchema.meta({ description: "End of the range (exclusive)" }),
    models: z.array(
      z.object({
        day: z.string(),
        version: z.string(),
        trained_to: z.string(),
        knows: z.boolean().meta({
          description: "true: no earlier model is stored, and this model was trained with the day",
        }),
      }),
    ),
    records: z.array(recordSchema).meta({ description: "Empty without a model" }),
  })
  .meta({ id: "Backtest" });

/** `GET /api/ess/operating-sites/{site}/forecasts/backtest/`: compares past forecasts with the measured values. */
export const backtest = siteRoute({
  method: "get",
  access: "analytics:read",
  path: "/api/ess/operating-sites/{site}/forecasts/backtest/",
  operationId: "forecastBacktest",
  tags: ["Forecasts"],
  summary: "Backtest the forecasts of a past range",
  responses: {
    200: {
      description: `Errors by horizon and regime, with one origin per minute. Each day is forecast by the model that was live before it, if it is still stored. Without a range, the last complete day; with only a start or an end, that day. The number of days times banks or racks is at most ${MOST_SOURCE_DAYS}`,
      content: { "application/json": { schema: resultSchema } },
    },
  },
  component: "bank",
  query: backtestQuery,
  plan({ site, query }) {
    const { bank, rack } = query;
    checkPlace(site, bank, rack);
    const component: "bank" | "rack" = rack ? "rack" : (query.component ?? "bank");
    const place = { site, component, bank, rack };
    const range = pastRange(site, rangeOf(query));
    return {
      place,
      target: query.target ?? ("max_cell_voltage" as const),
      range,
      days: daysWithin(range, site, sourcesIn(place).length),
      format: query["time-format"] ?? "iso",
    };
  },
  async answer({ place, target: name, range, days, format }, ask, backend) {
    const { site, component } = place;
    const judged: { night: Night; model: LiveModel }[] = [];
    for (const day of days) {
      const one = await judge(backend, ask, place, name, { day, range });
      if (one) judged.push(one);
    }
    const target = targetOf(name);
    const track = judged.map(({ night }) => night);
    const records = recordsOf(track, REGIMES, modelUnits(target, site.cellsInSeries));
    return json(
      {
        operating_site: site.id,
        component,
        target: name,
        unit: target.unit,
        start: timeText(range.start, site.timeZone, format),
        end: timeText(range.end, site.timeZone, format),
        models: judged.map(({ night, model }) => ({
          day: night.day,
          version: model.version,
          trained_to: model.trainedTo,
          knows: model.knows,
        })),
        records: judged.length > 0 ? records : [],
      },
      { rows: records.length },
    );
  },
});

/** The past part of the requested range: the day of a single bound, or the last complete day without bounds. */
function pastRange({ timeZone }: Site, { start, end }: Partial<Day>): Day {
  const now = Date.now() * 1000;
  const today = dayOf(now, timeZone)?.start ?? now;
  const open = start === undefined ? now : (dayOf(start, timeZone)?.end ?? now);
  const until = Math.min(end ?? open, now);
  if (start === undefined && end === undefined) {
    return dayOf(today - 1, timeZone) ?? { start: today, end: today };
  }
  const from = start ?? dayOf(until - 1, timeZone)?.start ?? until;
  return { start: Math.min(from, until), end: until };
}

/** The days of a range. @throws {Problem} range_too_long */
function daysWithin(range: Day, { timeZone }: Site, sources: number): Day[] {
  const most = Math.max(1, Math.floor(MOST_SOURCE_DAYS / Math.max(1, sources)));
  const first = dayOf(range.start, timeZone);
  if (!first || range.start >= range.end) return [];
  const days = daysIn({ start: first.start, end: range.end }, timeZone, most + 1);
  const beyond = days[most];
  if (!beyond) return days;
  const day = dayText(beyond.start, timeZone);
  throw new Problem("range_too_long", {
    ko: `한 번에 ${most}일까지 조회할 수 있습니다. end-time=${day}까지 요청한 뒤 그 시각부터 이어서 요청하거나 bank, rack을 지정하세요`,
    en: `At most ${most} days can be requested at once. Use end-time=${day}, then continue from there, or choose one bank or rack`,
  });
}

/** Judges the origins of a day within a range. Undefined without a model. */
async function judge(
  backend: Backend,
  ask: Ask,
  place: SampledPlace & Source,
  target: TargetName,
  { day, range }: { day: Day; range: Day },
): Promise<{ night: Night; model: LiveModel } | undefined> {
  const { site, component } = place;
  const text = dayText(day.start, site.timeZone);
  const model = (await liveModels(backend, { site, component }, [target], day.start)).get(target);
  if (!model) return undefined;
  const step = STEP_SECONDS * 1_000_000;
  const skipped = Math.max(0, Math.ceil((range.start - day.start) / step));
  const cut = Math.max(0, Math.floor((day.end - range.end) / step));
  const sources = await askSourceDays(ask, place, day, target);
  const within = sources.map((one) => ({ ...one, from: one.from + skipped, to: one.to - cut }));
  return { night: { day: text, newest: judgeDay(model.model, within) }, model };
}
