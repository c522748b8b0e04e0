import { useMemo, useState } from "preact/hooks";
import { TimeChart } from "../../../chart/time-chart";
import { useLanguage, useText } from "../../../text";
import { numberText } from "../../../ui/numbers";
import { dayText, secondsOf, wallText } from "../../../ui/times";
import { ExplainItem } from "../common/explain-item";
import { type Place, placeKey } from "../common/place";
import { endOfLife, lifeSeries } from "./life";
import { useWholeView } from "./soh-chart";
import { askSol, explainedDay, useSoh, useSol } from "./use-health";

/** Past and forecast SoL, with the day on which it is expected to reach 0. */
export function Life({ place }: { place: Place }) {
  const { site } = useText();
  const t = site.health;
  const language = useLanguage();
  const zone = place.site.time_zone;
  const ofBank = { ...place, rack: undefined };
  const soh = useSoh(ofBank);
  const sol = useSol(place);
  const seconds = (day: string) => secondsOf(day, zone) ?? 0;
  const series = useMemo(
    () =>
      soh.data &&
      sol.data &&
      lifeSeries(soh.data, sol.data, seconds, { was: t.solLine, forecast: t.solForecast }),
    [soh.data, sol.data, t, zone],
  );
  const view = useWholeView(series?.times);
  const end = sol.data && endOfLife(sol.data);
  const day = (text: string) => dayText(seconds(text), zone, language);
  const [explained, setExplained] = useState<number>();
  const chosen = explained === undefined ? "" : wallText(explained, zone).slice(0, 10);
  return (
    <>
      <TimeChart
        {...t.sol}
        onExplain={setExplained}
        view={view}
        zone={zone}
        series={series}
        problem={sol.problem ?? soh.problem}
        again={sol.problem ? sol.again : soh.again}
      >
        {place.rack !== undefined && <p class="quiet">{t.bankOnly}</p>}
        {sol.data?.length === 0 && <p class="quiet">{t.tooFewDays}</p>}
        {end && sol.data && sol.data.length > 0 && (
          <p>
            <strong>{end.expected ? t.crosses(day(end.expected)) : t.crossesNever}</strong>{" "}
            {end.earliest && end.latest && t.between(day(end.earliest), day(end.latest))}
            {end.earliest && !end.latest && t.after(day(end.earliest))}
          </p>
        )}
      </TimeChart>
      {explained !== undefined && (
        <ExplainItem
          id={`sol ${placeKey(ofBank)} ${chosen}`}
          load={(signal) => askSol(place, explainedDay(chosen), signal)}
          onClose={() => setExplained(undefined)}
        >
          {({ value, bottom_limit_value, top_limit_value }) => (
            <p>
              {t.ofDay(dayText(explained, zone, language))} ({zone}): {t.solLine}{" "}
              <strong>{numberText(value, language, { digits: 1, unit: "%" })}</strong> (
              {numberText(bottom_limit_value, language, { digits: 1 })} –{" "}
              {numberText(top_limit_value, language, { digits: 1, unit: "%" })})
            </p>
          )}
        </ExplainItem>
      )}
    </>
  );
}
