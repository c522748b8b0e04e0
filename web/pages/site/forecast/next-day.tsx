import { useMemo, useState } from "preact/hooks";
import { nearest } from "../../../chart/series";
import { TimeChart } from "../../../chart/time-chart";
import { View } from "../../../chart/view";
import { useLanguage, useText } from "../../../text";
import { digitsOf, numberText } from "../../../ui/numbers";
import { momentText } from "../../../ui/times";
import { ExplainItem } from "../common/explain-item";
import { type Place, placeKey } from "../common/place";
import { nextDay } from "./series";
import { TARGETS, type Target, unitOf } from "./targets";
import { askNextDay, useNextDay } from "./use-forecast";

/** Day-ahead forecast of a quantity. */
export function NextDay({ place }: { place: Place }) {
  const { site } = useText();
  const t = site.forecast;
  const language = useLanguage();
  const zone = place.site.time_zone;
  const [target, setTarget] = useState<Target>("max_cell_voltage");
  const [explained, setExplained] = useState<number>();
  const asked = useNextDay(place, target);
  const own = asked.data?.of === target ? asked.data.items : undefined;
  const item = own?.[0];
  const series = useMemo(() => item && nextDay(item, target, t), [item, target, t]);
  const [from, to] = [series?.times[0] ?? 0, series?.times.at(-1) ?? 1];
  const view = useMemo(() => new View([from, to], [from, to]), [from, to]);
  const index = explained === undefined ? undefined : nearest(series?.times ?? [], explained);
  const unit = unitOf(target);
  return (
    <>
      <TimeChart
        {...t.day}
        view={view}
        zone={zone}
        series={series ?? (own ? { times: [], lines: [] } : undefined)}
        problem={asked.problem}
        again={asked.again}
        onExplain={setExplained}
      >
        <label class="field">
          <span>{t.dayTarget}</span>
          <select
            value={target}
            onChange={(event) => setTarget(event.currentTarget.value as Target)}
          >
            {TARGETS.map((one) => (
              <option key={one} value={one}>
                {t.targets[one]}
              </option>
            ))}
          </select>
        </label>
        {item?.reason && <p class="quiet">{t.reasons[item.reason]}</p>}
      </TimeChart>
      {explained !== undefined && (
        <ExplainItem
          id={`day ${target} ${placeKey(place)}`}
          load={(signal) => askNextDay(place, target, { explain: "1" }, signal)}
          onClose={() => setExplained(undefined)}
        >
          {() => (
            <p>
              {t.targets[target]}, {momentText(explained, zone, language)} ({zone}):{" "}
              {series?.lines
                .map(
                  ({ label, values }) =>
                    `${label} ${numberText(values[index ?? -1], language, { digits: digitsOf(unit), unit })}`,
                )
                .join(", ")}
            </p>
          )}
        </ExplainItem>
      )}
    </>
  );
}
