import type { ExsosExplanation } from "../../../../src/domain/indicators/exsos";
import type { SosExplanation } from "../../../../src/domain/indicators/sos";
import { useAsk } from "../../../api/use-ask";
import { useLanguage, useText } from "../../../text";
import { Dialog } from "../../../ui/dialog";
import { Failure } from "../../../ui/failure";
import { Loading } from "../../../ui/loading";
import { numberText } from "../../../ui/numbers";
import { momentText } from "../../../ui/times";
import { type Place, placeKey } from "../common/place";
import { CLASSES } from "./series";
import { unitOf } from "./units";
import { askExplained } from "./use-safety";

/** Explains SoS or ExSoS at a time. */
export function ExplainSafety({
  place,
  what,
  time,
  onClose,
}: {
  place: Place;
  what: "sos" | "ex-sos";
  time: number;
  onClose: () => void;
}) {
  const { site: t } = useText();
  const language = useLanguage();
  const zone = place.site.time_zone;
  const asked = useAsk(`explain ${what} ${placeKey(place)} ${time}`, (signal) =>
    askExplained(place, what, time, signal),
  );
  return (
    <Dialog title={t.explain.title} onClose={onClose}>
      {asked.problem && <Failure problem={asked.problem} again={asked.again} />}
      {!asked.data && !asked.problem && <Loading lines={8} />}
      {asked.data?.length === 0 && <p>{t.explain.nothing}</p>}
      {asked.data?.map((item) => (
        <section key={item.rack_id} class="explained">
          <h3>
            {momentText(Number(item.time) / 1000, zone, language)} ({zone})
            {item.rack_id > 0 && ` · ${t.safety.rack(item.rack_id)}`}
          </h3>
          {what === "sos" ? (
            <SosTable explanation={item.explain as SosExplanation} />
          ) : (
            <ExSosTable explanation={item.explain as ExsosExplanation} />
          )}
        </section>
      ))}
    </Dialog>
  );
}

function SosTable({ explanation }: { explanation: SosExplanation }) {
  const { site } = useText();
  const t = site.explain;
  const language = useLanguage();
  return (
    <>
      <p>
        {site.safety.score}{" "}
        <strong>{numberText(explanation.score, language, { digits: 4 })}</strong>, {t.profile}{" "}
        <code>{explanation.profile}</code>
      </p>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{t.input}</th>
              <th scope="col" class="number">
                {t.value}
              </th>
              <th scope="col" class="number">
                {t.full}
              </th>
              <th scope="col" class="number">
                {t.warning}
              </th>
              <th scope="col" class="number">
                {t.factor}
              </th>
            </tr>
          </thead>
          <tbody>
            {explanation.factors.map(({ name, input, x100, x80, factor }) => {
              const text = (value: number) =>
                numberText(value, language, { digits: 3, unit: unitOf(name) });
              return (
                <tr key={name}>
                  <th scope="row">{site.safety.quantities[name]}</th>
                  <td class="number">{text(input)}</td>
                  <td class="number">{text(x100)}</td>
                  <td class="number">{text(x80)}</td>
                  <td class="number">
                    <strong>{numberText(factor, language, { digits: 4 })}</strong>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <Formula {...explanation} />
    </>
  );
}

function ExSosTable({ explanation }: { explanation: ExsosExplanation }) {
  const { site } = useText();
  const t = site.explain;
  const language = useLanguage();
  const number = (value: number | undefined) => numberText(value, language, { digits: 3 });
  return (
    <>
      <p>
        {t.safety} <strong>{number(explanation.or.safety)}</strong>, {site.safety.worstLine}{" "}
        <strong>{number(explanation.worst.safety)}</strong>, {t.profile}{" "}
        <code>{explanation.profile}</code>
      </p>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{t.input}</th>
              <th scope="col" class="number">
                {t.mean}
              </th>
              {CLASSES.map(([name]) => (
                <th scope="col" class="number" key={name}>
                  {site.safety.classes[name]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {explanation.inputs.map(({ name, mean, degrees }) => (
              <tr key={name}>
                <th scope="row">{site.safety.quantities[name]}</th>
                <td class="number">
                  {numberText(mean, language, { digits: 3, unit: unitOf(name) })}
                </td>
                {CLASSES.map(([one]) => (
                  <td class="number" key={one}>
                    {number(degrees[one])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="quiet">{t.samples(explanation.samples, explanation.excluded)}</p>
      <Formula {...explanation} />
    </>
  );
}

/** As returned by the API. Formulas are the same in every language. */
function Formula({ formula, method }: { formula: string; method: string }) {
  const { site } = useText();
  return (
    <p class="quiet" lang="en">
      {site.explain.formula} (<code>{method}</code>): <code>{formula}</code>
    </p>
  );
}
