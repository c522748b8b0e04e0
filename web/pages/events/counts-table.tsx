import { useLanguage, useText } from "../../text";
import { momentText } from "../../ui/times";
import type { Bucket } from "./counts";

/** Non-empty bars as a table. */
export function CountsTable({
  buckets,
  zone,
  onNarrow,
}: {
  buckets: readonly Bucket[];
  zone: string;
  onNarrow: (bucket: Bucket) => void;
}) {
  const { events, common } = useText();
  const t = events.counts;
  const language = useLanguage();
  const rows = buckets.filter(({ warning, protection }) => warning + protection > 0);
  if (rows.length === 0) return <p class="quiet">{t.none}</p>;
  return (
    <section class="scroll values" tabIndex={0} aria-label={t.title}>
      <table>
        <thead>
          <tr>
            <th scope="col">{common.time}</th>
            <th scope="col" class="number">
              {t.protection}
            </th>
            <th scope="col" class="number">
              {t.warning}
            </th>
            <td />
          </tr>
        </thead>
        <tbody>
          {rows.map((bucket) => (
            <tr key={bucket.from}>
              <th scope="row">{momentText(bucket.from, zone, language)}</th>
              <td class="number">{bucket.protection}</td>
              <td class="number">{bucket.warning}</td>
              <td>
                <button type="button" onClick={() => onNarrow(bucket)}>
                  {t.narrow}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
