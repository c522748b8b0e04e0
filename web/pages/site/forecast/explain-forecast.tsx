import { useLanguage, useText } from "../../../text";
import { digitsOf, numberText } from "../../../ui/numbers";
import { momentText, parameterText } from "../../../ui/times";
import { ExplainItem } from "../common/explain-item";
import { type Place, placeKey } from "../common/place";
import { AHEAD, type Target, unitOf } from "./targets";
import { askTenMinutes } from "./use-forecast";

const GRID = 10;

/** Explains the forecast for a time, which was made ten minutes earlier. */
export function ExplainForecast({
  place,
  target,
  time,
  onClose,
}: {
  place: Place;
  target: Target;
  time: number;
  onClose: () => void;
}) {
  const { site } = useText();
  const t = site.forecast;
  const language = useLanguage();
  const zone = place.site.time_zone;
  const origin = time - AHEAD;
  const unit = unitOf(target);
  const text = (value: unknown) =>
    numberText(typeof value === "number" ? value : null, language, {
      digits: digitsOf(unit),
      unit,
    });
  const query = {
    "start-time": parameterText(origin, zone),
    "end-time": parameterText(origin + GRID, zone),
    explain: "1" as const,
  };
  return (
    <ExplainItem
      id={`${target} ${placeKey(place)} ${time}`}
      load={(signal) => askTenMinutes(place, target, query, signal)}
      onClose={onClose}
    >
      {({ values }) => (
        <>
          <p>
            {t.targets[target]}, {momentText(time, zone, language)} ({zone}): {t.was}{" "}
            <strong>{text(values.ridge ?? values.persistence)}</strong>
            {values.ridge !== undefined &&
              ` (${text(values.ridge_lower)} – ${text(values.ridge_upper)})`}
          </p>
          {values.ridge === undefined && <p>{t.noModel}</p>}
        </>
      )}
    </ExplainItem>
  );
}
