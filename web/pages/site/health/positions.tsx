import { useId, useState } from "preact/hooks";
import { useRested } from "../../../chart/use-rested";
import type { View } from "../../../chart/view";
import { useLanguage, useText } from "../../../text";
import { useAddress } from "../../../ui/address";
import { Failure } from "../../../ui/failure";
import { Loading } from "../../../ui/loading";
import { numberText } from "../../../ui/numbers";
import { dayText, wallText } from "../../../ui/times";
import type { Place } from "../common/place";
import { type CellRow, cellsOf } from "./cells";
import { PERIODS, type Period, STATUSES, type Status, useSocp } from "./use-health";

/** SoCP: how often each cell was extreme, by SoC range. */
export function Positions({ place, view }: { place: Place; view: View }) {
  const { site } = useText();
  const t = site.health;
  const language = useLanguage();
  const id = useId();
  const { query, change } = useAddress();
  const period: Period = PERIODS.find((one) => String(one) === query.period) ?? 30;
  const status: Status = STATUSES.find((one) => String(one) === query.status) ?? 0;
  const zone = place.site.time_zone;
  const [, to] = useRested(view);
  const day = wallText(to - 1, zone).slice(0, 10);
  const asked = useSocp(place, { day, period, status });
  const cells = asked.data && cellsOf(asked.data);
  return (
    <section class="card across" aria-labelledby={id}>
      <h2 id={id}>{t.socp.title}</h2>
      <p class="quiet">{t.socp.about}</p>
      {place.rack === undefined ? (
        <p class="empty">{t.socpRack}</p>
      ) : (
        <>
          <div class="row">
            <label class="field">
              <span>{t.period}</span>
              <select
                value={period}
                onChange={(event) => change({ period: event.currentTarget.value })}
              >
                {PERIODS.map((one) => (
                  <option key={one} value={one}>
                    {t.periods[one]}
                  </option>
                ))}
              </select>
            </label>
            <label class="field">
              <span>{t.status}</span>
              <select
                value={status}
                onChange={(event) => change({ status: event.currentTarget.value })}
              >
                {STATUSES.map((one) => (
                  <option key={one} value={one}>
                    {t.statuses[one]}
                  </option>
                ))}
              </select>
            </label>
            <span class="quiet">
              {t.ofDay(dayText(to - 1, zone, language))} ({zone})
            </span>
          </div>
          {asked.problem && <Failure problem={asked.problem} again={asked.again} />}
          {!cells && !asked.problem && <Loading height={280} lines={6} />}
          {cells?.rows.length === 0 && <p class="empty">{t.noPositions}</p>}
          {cells && cells.rows.length > 0 && <CellMap {...cells} />}
        </>
      )}
    </section>
  );
}

/** One row per extreme cell, one column per SoC range. */
function CellMap({ rows, ranges, most }: { rows: CellRow[]; ranges: number[]; most: number }) {
  const { site } = useText();
  const t = site.health;
  const language = useLanguage();
  const [chosen, setChosen] = useState<string>();
  return (
    <>
      <section class="map" tabIndex={0} aria-label={t.top}>
        <table>
          <caption class="quiet">{t.top}</caption>
          <thead>
            <tr>
              <th scope="col">{t.cellHead}</th>
              {ranges.map((from) => (
                <th scope="col" key={from}>
                  {t.socRange(from)}
                </th>
              ))}
              <th scope="col" class="number">
                {t.times}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ cell, counts, total }) => (
              <tr key={cell}>
                <th scope="row">{t.cell(cell)}</th>
                {ranges.map((from) => {
                  const found = counts.get(from);
                  const text =
                    found &&
                    t.cellAt(
                      cell,
                      from,
                      found.count,
                      numberText(found.voltage, language, { digits: 3, unit: "V" }),
                      numberText(found.temp, language, { digits: 1, unit: "degC" }),
                    );
                  return (
                    <td key={from}>
                      {found && (
                        <button
                          type="button"
                          class={`heat h${Math.ceil((found.count / most) * 5)}`}
                          aria-label={text}
                          aria-pressed={chosen === text}
                          onClick={() => setChosen(text)}
                        >
                          {found.count}
                        </button>
                      )}
                    </td>
                  );
                })}
                <td class="number">{total}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p class="quiet" aria-live="polite">
        {chosen}
      </p>
    </>
  );
}
