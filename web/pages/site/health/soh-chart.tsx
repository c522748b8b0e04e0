import { useMemo, useState } from "preact/hooks";
import { TimeChart } from "../../../chart/time-chart";
import { View } from "../../../chart/view";
import { useLanguage, useText } from "../../../text";
import { numberText } from "../../../ui/numbers";
import { dayText, secondsOf, wallText } from "../../../ui/times";
import { ExplainItem } from "../common/explain-item";
import { type Place, placeKey } from "../common/place";
import { askSoh, explainedDay, useSoh } from "./use-health";

/** Daily SoH since the first row. */
export function SohChart({ place }: { place: Place }) {
  const { site } = useText();
  const t = site.health;
  const language = useLanguage();
  const zone = place.site.time_zone;
  const asked = useSoh(place);
  const [explained, setExplained] = useState<number>();
  const series = useMemo(
    () =>
      asked.data && {
        times: asked.data.map(({ date }) => secondsOf(date, zone) ?? 0),
        lines: [
          {
            label: site.lines.soh,
            unit: "%",
            color: 1 as const,
            values: asked.data.map(({ value }) => value),
          },
        ],
      },
    [asked.data, site, zone],
  );
  const view = useWholeView(series?.times);
  const day = explained === undefined ? "" : wallText(explained, zone).slice(0, 10);
  return (
    <>
      <TimeChart
        {...t.soh}
        view={view}
        zone={zone}
        series={series}
        problem={asked.problem}
        again={asked.again}
        onExplain={setExplained}
      />
      {explained !== undefined && (
        <ExplainItem
          id={`soh ${placeKey(place)} ${day}`}
          load={(signal) => askSoh(place, explainedDay(day), signal)}
          onClose={() => setExplained(undefined)}
        >
          {({ value }) => (
            <p>
              {t.ofDay(dayText(explained, zone, language))} ({zone}): {site.lines.soh}{" "}
              <strong>{numberText(value, language, { digits: 2, unit: "%" })}</strong>
            </p>
          )}
        </ExplainItem>
      )}
    </>
  );
}

/** View of a chart over all its days. */
export function useWholeView(times: readonly number[] | undefined): View {
  const [from, to] = [times?.[0] ?? 0, times?.at(-1) ?? 1];
  return useMemo(() => new View([from, to], [from, to]), [from, to]);
}
