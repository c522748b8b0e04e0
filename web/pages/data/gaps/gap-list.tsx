import { useLanguage, useText } from "../../../text";
import { durationText } from "../../../ui/durations";
import { percentText } from "../../../ui/numbers";
import { momentText } from "../../../ui/times";
import type { Span, TimeLine } from "./spans";
import { useSourceName } from "./use-source-name";

const MOST = 200;

/** Gaps as a table, earliest first. */
export function GapList({ line, zone }: { line: TimeLine; zone: string }) {
  const { gaps: t } = useText().data;
  const language = useLanguage();
  const nameOf = useSourceName();
  const number = (value: number) => value.toLocaleString(language);
  const time = (seconds: number) => momentText(seconds, zone, language);
  const rows = line.lanes
    .flatMap((lane) => lane.spans.map((span) => ({ lane, span })))
    .sort((a, b) => a.span.from - b.span.from);
  const lost = ({ missing, share }: Span) =>
    missing !== undefined
      ? number(missing)
      : share === 0
        ? t.everything
        : t.partly(percentText(1 - share, language));
  return (
    <details>
      <summary>{t.list(number(line.gaps))}</summary>
      <section class="scroll" tabIndex={0} aria-label={t.list(number(line.gaps))}>
        <table>
          <thead>
            <tr>
              {[t.source, t.from, t.until, t.duration].map((name) => (
                <th scope="col" key={name}>
                  {name}
                </th>
              ))}
              <th scope="col" class="number">
                {t.lost}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, MOST).map(({ lane, span }) => (
              <tr key={`${lane.bank} ${lane.rack} ${span.from}`}>
                <td>{nameOf(lane)}</td>
                <td>{time(span.from)}</td>
                <td>{time(span.to)}</td>
                <td>{durationText(span.to - span.from, language)}</td>
                <td class="number">{lost(span)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {line.gaps > MOST && <p class="quiet">{t.more(number(MOST), number(line.gaps))}</p>}
    </details>
  );
}
