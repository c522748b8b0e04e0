import { useMemo, useState } from "preact/hooks";
import type { Line, Series } from "../../../chart/series";
import { TimeChart } from "../../../chart/time-chart";
import type { View } from "../../../chart/view";
import { type Dictionary, useText } from "../../../text";
import { columnsOf, type Place, type Quantity, UNITS } from "../common/place";
import { ExplainBucket } from "./explain-bucket";
import { type Buckets, useBuckets } from "./use-buckets";

type ChartName = keyof Dictionary["site"]["overview"];

const CHARTS: { name: ChartName; quantities: Quantity[]; atLeast?: readonly [number, number] }[] = [
  { name: "soc", quantities: ["soc"], atLeast: [0, 100] },
  { name: "power", quantities: ["power"] },
  { name: "voltage", quantities: ["maxVoltage", "minVoltage"] },
  { name: "temperature", quantities: ["maxTemperature", "minTemperature"] },
  { name: "current", quantities: ["current"] },
  { name: "string", quantities: ["dcVoltage"] },
];

/** Charts of measured values. One request serves all of them. */
export function Overview({ place, view }: { place: Place; view: View }) {
  const { site: t } = useText();
  const [explained, setExplained] = useState<{ quantities: Quantity[]; time: number }>();
  const columns = columnsOf(place);
  const charts = CHARTS.map(({ quantities, ...chart }) => ({
    ...chart,
    quantities: quantities.filter((one) => columns[one] !== undefined),
  })).filter(({ quantities }) => quantities.length > 0);
  const fields = charts.flatMap(({ quantities }) =>
    quantities.flatMap((one) => columns[one] ?? []),
  );
  const asked = useBuckets(place, view, fields);
  const series = useMemo(
    () =>
      new Map(
        charts.map(({ name, quantities }) => [
          name,
          asked.data && seriesOf(asked.data, quantities, place, t.lines),
        ]),
      ),
    [asked.data, t],
  );
  const outlines = useMemo(
    () =>
      new Map(
        charts.map(({ name, quantities }) => [
          name,
          seriesOf({ items: [], width: undefined }, quantities, place, t.lines),
        ]),
      ),
    [place.rack, t],
  );
  return (
    <>
      <div class="grid wide">
        {charts.map(({ name, quantities, atLeast }) => (
          <TimeChart
            key={name}
            title={t.overview[name].title}
            about={t.overview[name].about}
            view={view}
            zone={place.site.time_zone}
            series={series.get(name)}
            problem={asked.problem}
            again={asked.again}
            isBuckets
            width={asked.data?.width}
            outline={outlines.get(name)}
            {...(atLeast ? { atLeast } : {})}
            onExplain={(time) => setExplained({ quantities, time })}
          />
        ))}
      </div>
      {explained && asked.data && (
        <ExplainBucket
          place={place}
          buckets={asked.data}
          quantities={explained.quantities}
          time={explained.time}
          onClose={() => setExplained(undefined)}
        />
      )}
    </>
  );
}

/** Lines of means, each with a band from minimum to maximum. */
function seriesOf(
  { items }: Buckets,
  quantities: readonly Quantity[],
  place: Place,
  labels: Dictionary["site"]["lines"],
): Series {
  const columns = columnsOf(place);
  const pick = (name: string) => items.map((item) => item[name] ?? null);
  return {
    times: items.map(({ time }) => time),
    lines: quantities.map(
      (quantity, i): Line => ({
        label: labels[quantity],
        unit: UNITS[quantity],
        color: i === 0 ? 1 : 3,
        values: pick(`avg_${columns[quantity]}`),
        low: pick(`min_${columns[quantity]}`),
        high: pick(`max_${columns[quantity]}`),
      }),
    ),
  };
}
