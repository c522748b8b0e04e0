import { useLanguage, useText } from "../text";
import { digitsOf, numberText, unitText } from "../ui/numbers";
import { momentText } from "../ui/times";
import type { Series } from "./series";
import type { Range } from "./view";

const MOST_ROWS = 500;

/** Values of a chart as a table. */
export function ValueTable({
  series,
  range: [from, to],
  zone,
  caption,
}: {
  series: Series;
  range: Range;
  zone: string;
  caption: string;
}) {
  const { common } = useText();
  const language = useLanguage();
  const within = series.times.flatMap((time, i) => {
    const isThere = series.lines.some(
      ({ values }) => values[i] !== null && values[i] !== undefined,
    );
    return time >= from && time <= to && isThere ? [i] : [];
  });
  return (
    <figure class="values scroll bare" tabIndex={0} aria-label={caption}>
      <table>
        <thead>
          <tr>
            <th scope="col">{common.time}</th>
            {series.lines.map(({ label, unit }) => (
              <th scope="col" class="number" key={label}>
                {label}
                {unit ? ` (${unitText(unit)})` : ""}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {within.slice(-MOST_ROWS).map((i) => (
            <tr key={i}>
              <th scope="row">{momentText(series.times[i] as number, zone, language)}</th>
              {series.lines.map(({ label, values, unit }) => (
                <td class="number" key={label}>
                  {numberText(values[i], language, { digits: digitsOf(unit) })}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {within.length > MOST_ROWS && (
        <p class="quiet">{common.chart.rows(MOST_ROWS, within.length)}</p>
      )}
    </figure>
  );
}
