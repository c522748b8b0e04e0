import * as z from "zod";
import { DAY_AHEAD_METHOD } from "../../domain/forecast/explain-day-ahead.ts";
import type { TargetName } from "../../domain/forecast/targets.ts";
import { type Reading, text } from "../../request/parameter.ts";
import {
  explainParameter,
  rangeOf,
  rangeParameters,
  readMoment,
  timeParameters,
} from "../../request/query.ts";
import { type Route, siteRoute } from "../../request/route.ts";
import { timeSchema } from "../../request/source.ts";
import { json } from "../../response/answer.ts";
import { methodHeader } from "../../response/method.ts";
import { Problem } from "../../response/problem.ts";
import type { Place, Site } from "../../site/site.ts";
import { askTenMinutes, STEP_MICROS } from "../../store/models/ten-minutes.ts";
import { askWholeExtent } from "../../store/rows/extent.ts";
import { sourcesIn } from "../../store/sql/sources.ts";
import { borderOf } from "../../time/buckets.ts";
import { dayOf, daysIn, dayText } from "../../time/days.ts";
import { gridOrigin } from "../../time/grid.ts";
import { HOUR } from "../../time/units.ts";
import { indicatorPlaces } from "../indicators/places.ts";
import { firstMeanOf, itemOf } from "./day-ahead-items.ts";
import { askDirectPaths } from "./direct-paths.ts";
import { refineOrigin } from "./query.ts";

type Forecast = { name: string; target: TargetName; id: string; what: string };

/** Targets below `/api/ess/stats/multi-step-forecasting-`. */
const FORECASTS: readonly Forecast[] = [
  {
    name: "max-cell-voltage",
    target: "max_cell_voltage",
    id: "MaxCellVoltage",
    what: "highest cell voltage (V)",
  },
  {
    name: "min-cell-voltage",
    target: "min_cell_voltage",
    id: "MinCellVoltage",
    what: "lowest cell voltage (V)",
  },
  {
    name: "max-cell-temperature",
    target: "max_cell_temperature",
    id: "MaxCellTemperature",
    what: "highest cell temperature (degC)",
  },
  {
    name: "min-cell-temperature",
    target: "min_cell_temperature",
    id: "MinCellTemperature",
    what: "lowest cell temperature (degC)",
  },
  {
    name: "cell-voltage-gap",
    target: "cell_voltage_gap",
    id: "CellVoltageGap",
    what: "cell voltage gap (V)",
  },
];

/** Origins of a response, and items (origins times banks or racks). An item has about 10 KB. */
const MOST_ORIGINS = 31;
const MOST_ITEMS = 120;
/** Time after the last row in which there is still a forecast. */

const dayAheadQuery = (place?: Place) =>
  z
    .strictObject({
      ...rangeParameters(place),
      origin: text(
        {
          description:
            "Forecast once from this time, truncated to the minute, instead of from each midnight of a range. ISO 8601, or `latest` for the end of the newest complete ten minutes",
          example: "latest",
        },
        (raw): Reading<number | "latest"> =>
          raw === "latest" ? { value: raw } : readMoment(raw, place),
      ).optional(),
      ...timeParameters,
      ...explainParameter,
    })
    .superRefine(refineOrigin);
type Query = z.output<ReturnType<typeof dayAheadQuery>>;

const course = (description: string) => z.array(z.number()).meta({ description });

const itemSchema = z
  .object({
    time: timeSchema.meta({ description: "Forecast origin. Later values are not used" }),
    values: z.object({
      time: z.array(timeSchema).meta({ description: "Ends of the next 144 ten-minute steps" }),
      analog_day: course("Forecast means of the steps").optional(),
      analog_day_lower: course(
        "Lower limit of the 90 % interval, indicative. Missing with few past days",
      ).optional(),
      analog_day_upper: course("Upper limit of the 90 % interval").optional(),
      last_day: course("Measured means after the same time on the last complete day").optional(),
      mean_day: course(
        "Average of these means over all complete days of the last thirty",
      ).optional(),
    }),
    operating_site: z.int(),
    bank_id: z.int(),
    rack_id: z.int().meta({ description: "0 for a whole bank" }),
    reason: z.enum(["too_few_days", "stale_inputs"]).optional().meta({
      description:
        "Reason for a missing forecast: fewer than two complete days, or no value in the hour before the origin",
    }),
    explain: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: "DayAhead" });

/** `GET /api/ess/stats/multi-step-forecasting-…/operating-sites/{site}/banks/…`: 24 hours in ten-minute steps. */
export const dayAhead: readonly Route[] = FORECASTS.flatMap((forecast) =>
  indicatorPlaces(`multi-step-forecasting-${forecast.name}`).map(({ path, component, id, what }) =>
    siteRoute({
      method: "get",
      access: "analytics:read",
      path,
      operationId: `multiStepForecasting${forecast.id}${id}`,
      tags: ["Forecasts"],
      summary: `Forecast the ${forecast.what} of ${what} for 24 hours in ten-minute steps`,
      responses: {
        200: {
          description: `One item per site midnight in the range, ordered by bank, rack and time; without a range, from the newest midnight. At most ${MOST_ORIGINS} midnights and ${MOST_ITEMS} items. No item without values in the thirty days before`,
          content: { "application/json": { schema: z.array(itemSchema) } },
        },
      },
      component,
      query: dayAheadQuery,
      plan: ({ site, bank, rack, query }) => ({ place: { site, component, bank, rack }, query }),
      async answer({ place, query }, ask, backend) {
        const { site } = place;
        const { target } = forecast;
        const rolled = await backend.hasRollups(site, ask);
        const most = Math.min(MOST_ORIGINS, Math.floor(MOST_ITEMS / sourcesIn(place).length));
        const extent = () => askWholeExtent(ask, place, rolled);
        const origins = await originsOf(extent, site, query, most);
        const [first] = origins;
        const headers = methodHeader(DAY_AHEAD_METHOD);
        if (first === undefined) return json([], { headers });
        const range = { start: firstMeanOf(first, site.timeZone), end: origins.at(-1) ?? first };
        const [sources, direct] = await Promise.all([
          askTenMinutes(ask, { ...place, ...range }, target, rolled),
          askDirectPaths(backend, ask, place, origins, target),
        ]);
        const shown = {
          site,
          target,
          start: range.start,
          direct,
          timeFormat: query["time-format"] ?? "iso",
          explain: query.explain ?? false,
        };
        const items = sources.flatMap((source) =>
          origins.flatMap((origin) => itemOf(source, origin, shown)),
        );
        return json(items, { rows: items.length, headers });
      },
    }),
  ),
);

type AskExtent = () => ReturnType<typeof askWholeExtent>;

/** The forecast origins, at most `most`. @throws {Problem} range_too_long */
async function originsOf(
  askExtent: AskExtent,
  site: Site,
  query: Query,
  most: number,
): Promise<number[]> {
  const { timeZone } = site;
  if (typeof query.origin === "number") return [borderOf("minute", query.origin, timeZone)];
  const extent = await askExtent();
  if (!extent) return [];
  if (query.origin === "latest") {
    const zero = gridOrigin(timeZone);
    return [zero + Math.floor((extent.end - zero) / STEP_MICROS) * STEP_MICROS];
  }
  const end = extent.end + HOUR;
  const { start, end: until } = rangeOf(query);
  if (start === undefined && until === undefined) {
    const day = dayOf(end - 1, timeZone);
    return day ? [day.start] : [];
  }
  const range = { start: Math.max(start ?? 0, extent.start), end: Math.min(until ?? end, end) };
  const days = daysIn(range, timeZone, most + 1);
  const beyond = days[most];
  if (beyond) throw tooManyDays(dayText(beyond.start, timeZone), most);
  return days.map((day) => day.start);
}

const tooManyDays = (day: string, most: number): Problem =>
  new Problem("range_too_long", {
    ko: `한 번에 ${most}일까지 조회할 수 있습니다. end-time=${day}까지 요청한 뒤 그 시각부터 이어서 요청하세요`,
    en: `At most ${most} days can be requested at once. Use end-time=${day}, then continue from there`,
  });
