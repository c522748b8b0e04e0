import { useLanguage, useText } from "../text";
import { digitsOf, numberText } from "../ui/numbers";
import { momentText } from "../ui/times";
import { extremes, type Series } from "./series";
import type { Pointed } from "./use-pointed";
import type { Range } from "./view";

/** Text summary of a chart for screen readers. */
export function Summary({
  id,
  series,
  range,
}: {
  id: string;
  series: Series | undefined;
  range: Range;
}) {
  const { chart: t } = useText().common;
  const language = useLanguage();
  const sentences = series?.lines.map((line) => {
    const found = extremes(series, line, range);
    const text = (value: number) =>
      numberText(value, language, { digits: digitsOf(line.unit), unit: line.unit });
    return found
      ? t.summary(line.label, text(found.least), text(found.most), text(found.last))
      : `${line.label}: ${t.none}.`;
  });
  return (
    <p id={id} class="hidden">
      {sentences?.join(" ")}
    </p>
  );
}

/** Announces the selected value. */
export function Spoken({
  series,
  pointed: { index, at },
  zone,
}: {
  series: Series | undefined;
  pointed: Pointed;
  zone: string;
}) {
  const { chart: t } = useText().common;
  const language = useLanguage();
  const values = series?.lines.map(({ label, values, unit }) => {
    const value = numberText(values[index ?? 0], language, { digits: digitsOf(unit), unit });
    return `${label} ${value}`;
  });
  return (
    <p class="hidden" aria-live="polite">
      {at !== undefined && values && [t.at(momentText(at, zone, language)), ...values].join(", ")}
    </p>
  );
}
