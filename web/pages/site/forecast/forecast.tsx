import { useMemo, useState } from "preact/hooks";
import type { Schemas } from "../../../api/paths";
import { TimeChart } from "../../../chart/time-chart";
import type { View } from "../../../chart/view";
import { useText } from "../../../text";
import type { Place } from "../common/place";
import { ExplainForecast } from "./explain-forecast";
import { Models, Record } from "./models";
import { NextDay } from "./next-day";
import { tenMinutes } from "./series";
import { TARGETS, type Target } from "./targets";
import { useModels, useTenMinutes } from "./use-forecast";

const NAMES = {
  max_cell_voltage: "maxVoltage",
  min_cell_voltage: "minVoltage",
  max_cell_temperature: "maxTemperature",
  min_cell_temperature: "minTemperature",
} as const;

/** 10-minute forecasts, day-ahead forecast and forecast accuracy. */
export function Forecast({ place, view }: { place: Place; view: View }) {
  const models = useModels(place);
  return (
    <div class="grid wide">
      {TARGETS.map((target) => (
        <TenMinutes key={target} place={place} view={view} target={target} models={models.data} />
      ))}
      <NextDay place={place} />
      <Models place={place} asked={models} />
    </div>
  );
}

function TenMinutes({
  place,
  view,
  target,
  models,
}: {
  place: Place;
  view: View;
  target: Target;
  models: Schemas["ForecastModel"][] | undefined;
}) {
  const { site } = useText();
  const t = site.forecast;
  const asked = useTenMinutes(place, view, target);
  const [explained, setExplained] = useState<number>();
  const series = useMemo(
    () =>
      asked.isTooLong ? { times: [], lines: [] } : asked.data && tenMinutes(asked.data, target, t),
    [asked.data, asked.isTooLong, target, t],
  );
  const hasModel = asked.data?.some(({ values }) => values.ridge !== undefined);
  return (
    <>
      <TimeChart
        title={t.ten[NAMES[target]]}
        about={t.tenAbout}
        view={view}
        zone={place.site.time_zone}
        series={series}
        problem={asked.problem}
        again={asked.again}
        onExplain={setExplained}
      >
        {asked.isTooLong && <p class="quiet">{t.short}</p>}
        {asked.data && !hasModel && !asked.isTooLong && <p class="quiet">{t.noModel}</p>}
        <Record place={place} target={target} models={models} />
      </TimeChart>
      {explained !== undefined && (
        <ExplainForecast
          place={place}
          target={target}
          time={explained}
          onClose={() => setExplained(undefined)}
        />
      )}
    </>
  );
}
