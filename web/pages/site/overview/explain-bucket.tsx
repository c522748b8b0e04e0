import { nearest } from "../../../chart/series";
import { inLanguage, useLanguage, useText } from "../../../text";
import { Dialog } from "../../../ui/dialog";
import { digitsOf, numberText } from "../../../ui/numbers";
import { addressText, momentText } from "../../../ui/times";
import { columnsOf, type Place, type Quantity, UNITS } from "../common/place";
import { bucketEnd } from "./bucket-end";
import type { Buckets } from "./use-buckets";

/** Explains a point of an overview chart and links to its rows. */
export function ExplainBucket({
  place,
  buckets,
  quantities,
  time,
  onClose,
}: {
  place: Place;
  buckets: Buckets;
  quantities: readonly Quantity[];
  time: number;
  onClose: () => void;
}) {
  const { site: t } = useText();
  const language = useLanguage();
  const { site, rack } = place;
  const times = buckets.items.map((item) => item.time);
  const index = nearest(times, time);
  const item = index === undefined ? undefined : buckets.items[index];
  if (!item) return null;
  const end = bucketEnd(item.time, buckets.width, site.time_zone);
  const moment = (seconds: number) => momentText(seconds, site.time_zone, language);
  const component = rack === undefined ? "bank" : "rack";
  const columns = columnsOf(place);
  const described = site.components[component]?.columns ?? [];
  const rows = new URLSearchParams({
    site: String(site.id),
    component,
    bank: String(place.bank),
    ...(rack === undefined ? {} : { rack: String(rack) }),
    from: addressText(item.time, site.time_zone),
    to: addressText(end, site.time_zone),
  });
  return (
    <Dialog title={t.explain.title} onClose={onClose}>
      <p>
        {item.count === 1
          ? t.explain.row(moment(item.time))
          : t.explain.bucket(moment(item.time), moment(end))}
        {` (${site.time_zone})`}
      </p>
      <p>
        {t.explain.count(
          item.count,
          numberText(item.coverage === null ? null : item.coverage * 100, language, {
            digits: 0,
            unit: "%",
          }),
        )}
      </p>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{t.explain.column}</th>
              <th scope="col" class="number">
                {t.explain.min}
              </th>
              <th scope="col" class="number">
                {t.explain.average}
              </th>
              <th scope="col" class="number">
                {t.explain.max}
              </th>
            </tr>
          </thead>
          <tbody>
            {quantities.map((quantity) => {
              const name = columns[quantity] ?? "";
              const column = described.find((one) => one.name === name);
              const unit = UNITS[quantity];
              const text = (value: number | null | undefined) =>
                numberText(value, language, { digits: digitsOf(unit), unit });
              return (
                <tr key={quantity}>
                  <th scope="row">
                    {column ? inLanguage(column.description, language) : t.lines[quantity]}
                    <br />
                    <code>{name}</code>
                  </th>
                  <td class="number">{text(item[`min_${name}`])}</td>
                  <td class="number">{text(item[`avg_${name}`])}</td>
                  <td class="number">{text(item[`max_${name}`])}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <p>
        <a href={`/data?${rows}`}>{t.explain.rows}</a>
      </p>
    </Dialog>
  );
}
