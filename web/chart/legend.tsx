import { useLanguage } from "../text";
import { digitsOf, numberText } from "../ui/numbers";
import { momentText } from "../ui/times";
import type { Series } from "./series";
import type { Pointed } from "./use-pointed";

/** Lines of a chart with the selected values. Reserves their space. */
export function Legend({
  series,
  pointed: { index, at },
  zone,
}: {
  series: Series | undefined;
  pointed: Pointed;
  zone: string;
}) {
  const language = useLanguage();
  return (
    <ul class="legend">
      {series?.lines.map(({ label, color, dashed, values, unit }) => (
        <li key={label}>
          <i class={`c${color} ${dashed ? "dashed" : ""}`} />
          {label}{" "}
          <strong>
            {index !== undefined &&
              numberText(values[index], language, { digits: digitsOf(unit), unit })}
          </strong>
        </li>
      ))}
      <li class="quiet">{at === undefined ? "\u00a0" : momentText(at, zone, language)}</li>
    </ul>
  );
}
