import { useId } from "preact/hooks";
import type { Schemas } from "../../../api/paths";
import type { Asked } from "../../../api/use-ask";
import { useLanguage, useText } from "../../../text";
import { Failure } from "../../../ui/failure";
import { Loading } from "../../../ui/loading";
import { numberText } from "../../../ui/numbers";
import type { Place } from "../common/place";
import { AHEAD, type Target, unitOf } from "./targets";

type Model = Schemas["ForecastModel"];
type TrackRecord = Omit<Schemas["TrackRecord"], "horizon_seconds"> & { horizon_seconds: number };

/** Formatted error: small voltages in mV. */
const errorText = (value: number | null, target: string, language: "ko" | "en"): string =>
  unitOf(target) === "V" && (value ?? 0) < 0.1
    ? numberText(value === null ? null : value * 1000, language, { digits: 2, unit: "mV" })
    : numberText(value, language, { digits: 3, unit: unitOf(target) });

const shareText = (value: number | null, language: "ko" | "en"): string =>
  numberText(value === null ? null : value * 100, language, { digits: 0, unit: "%" });

const recordOf = (model: Model | undefined, seconds: number): TrackRecord | undefined =>
  (model?.backtest as TrackRecord[] | undefined)?.find(
    ({ horizon_seconds, regime }) => horizon_seconds === seconds && regime === null,
  );

const componentOf = ({ rack }: Place) => (rack === undefined ? "bank" : "rack");

/** Backtest of a forecast, in one sentence. */
export function Record({
  place,
  target,
  models,
}: {
  place: Place;
  target: Target;
  models: readonly Model[] | undefined;
}) {
  const { site } = useText();
  const t = site.forecast;
  const language = useLanguage();
  const model = models?.find(
    (one) => one.component === componentOf(place) && one.target === target,
  );
  const record = recordOf(model, AHEAD);
  return (
    <p class="quiet record">
      {!models
        ? ""
        : record && record.count > 0
          ? t.record(
              errorText(record.mae, target, language),
              errorText(record.persistence_mae, target, language),
              numberText(record.count, language),
            )
          : t.noRecord}{" "}
      {typeof record?.coverage === "number" &&
        t.recordCoverage(shareText(record.coverage, language))}
    </p>
  );
}

/** Table of all models of the banks or racks with their backtests. */
export function Models({ place, asked }: { place: Place; asked: Asked<Model[]> }) {
  const { site } = useText();
  const t = site.forecast;
  const language = useLanguage();
  const id = useId();
  const own = asked.data?.filter(({ component }) => component === componentOf(place));
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>{t.models.title}</h2>
      <p class="quiet">{t.models.about}</p>
      {asked.problem && <Failure problem={asked.problem} again={asked.again} />}
      {!own && !asked.problem && <Loading height={300} lines={7} />}
      {own && (
        <figure class="scroll bare" tabIndex={0} aria-labelledby={id}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t.target}</th>
                <th scope="col">{t.state}</th>
                <th scope="col" class="number">
                  {t.mae}
                </th>
                <th scope="col" class="number">
                  {t.heldMae}
                </th>
                <th scope="col" class="number">
                  {t.skill}
                </th>
                <th scope="col" class="number">
                  {t.coverage}
                </th>
              </tr>
            </thead>
            <tbody>
              {own.map((model) => {
                const record = recordOf(model, AHEAD);
                return (
                  <tr key={model.target}>
                    <th scope="row">{t.allTargets[model.target]}</th>
                    <td>{t.states[model.state]}</td>
                    <td class="number">{errorText(record?.mae ?? null, model.target, language)}</td>
                    <td class="number">
                      {errorText(record?.persistence_mae ?? null, model.target, language)}
                    </td>
                    <td class="number">{shareText(record?.skill ?? null, language)}</td>
                    <td class="number">{shareText(record?.coverage ?? null, language)}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </figure>
      )}
    </section>
  );
}
