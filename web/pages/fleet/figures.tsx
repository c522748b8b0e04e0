import type { ComponentChildren } from "preact";
import { bandOf } from "../../../src/domain/indicators/sos";
import { useLanguage, useText } from "../../text";
import { numberText } from "../../ui/numbers";
import { agoText } from "../../ui/times";
import { type Figure, figureOf } from "./bank-now";
import type { Outlook } from "./outlook";
import { leastSafe, type Safety } from "./scores";
import type { SiteNow } from "./site-now";

/** Below this power a bank counts as idle, kW. */
const RESTING = 1;

/** Known values of a site. */
export function Figures({ state, now }: { state: SiteNow; now: number }) {
  const { fleet: t } = useText();
  const language = useLanguage();
  const { banks = [], safety, outlooks } = state;
  const soc = figureOf(banks, "soc", "mean");
  const soh = figureOf(banks, "soh", "mean");
  const power = figureOf(banks, "power", "sum");
  const percent = (value: number | null) => numberText(value, language, { digits: 1, unit: "%" });
  const strength = power.value === null ? null : Math.abs(power.value);
  return (
    <>
      <dl class="figures">
        <Part name={t.soc} figure={soc}>
          {percent(soc.value)}
          <meter
            min="0"
            max="100"
            value={soc.value ?? 0}
            aria-label={t.soc}
            aria-valuetext={percent(soc.value)}
          />
        </Part>
        <Part name={t.power} figure={power}>
          {numberText(strength, language, { digits: 0, unit: "kW" })}
          {power.value !== null && <small>{t[doing(power.value)]}</small>}
        </Part>
        <Part name={t.soh} figure={soh}>
          {percent(soh.value)}
        </Part>
        <Safest safety={safety} now={now} />
      </dl>
      <h3>{t.next}</h3>
      <dl class="next">
        <OutlookLine name={t.target.voltage} outlook={outlooks?.voltage} unit="V" digits={3} />
        <OutlookLine
          name={t.target.temperature}
          outlook={outlooks?.temperature}
          unit="degC"
          digits={1}
        />
      </dl>
    </>
  );
}

const doing = (power: number) =>
  Math.abs(power) < RESTING ? "resting" : power > 0 ? "charging" : "discharging";

function Part({
  name,
  figure: { without },
  children,
}: {
  name: string;
  figure: Figure;
  children: ComponentChildren;
}) {
  const { fleet: t, common } = useText();
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {children}
        {without.length > 0 && <small>{t.without(without.map(common.bankOf).join(", "))}</small>}
      </dd>
    </div>
  );
}

const BAND_KIND = { safe: "good", warning: "warn", unsafe: "bad" } as const;

/** Rack with the lowest score, and the racks without one. */
function Safest({ safety, now }: { safety: Safety | undefined; now: number }) {
  const { fleet: t, common } = useText();
  const language = useLanguage();
  const least = leastSafe(safety?.scores ?? []);
  const missing = safety?.missing ?? [];
  const band = least && bandOf(least.score);
  const names = missing.slice(0, MOST_MISSING).map(({ bank, rack }) => t.rackOf(bank, rack));
  const rest = missing.length - names.length;
  const named = [names.join("; "), ...(rest > 0 ? [t.more(rest)] : [])];
  return (
    <div>
      <dt>{t.sos}</dt>
      <dd>
        {numberText(least?.score, language, { digits: 2 })}{" "}
        {band && <span class={`badge ${BAND_KIND[band]}`}>{t.bands[band]}</span>}
        {least && (
          <small>{t.sosOf(least.bank, least.rack, agoText(least.at, now, common.ago))}</small>
        )}
        {missing.length > 0 && <small>{t.without(named.join(" "))}</small>}
      </dd>
    </div>
  );
}

/** Maximum number of racks listed by name. */
const MOST_MISSING = 3;

function OutlookLine({
  name,
  outlook,
  unit,
  digits,
}: {
  name: string;
  outlook: Outlook | undefined;
  unit: string;
  digits: number;
}) {
  const { fleet: t, common } = useText();
  const language = useLanguage();
  const text = (value: number | null | undefined) => numberText(value, language, { digits, unit });
  const { observed, forecast } = outlook ?? {};
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {forecast
          ? t.towards(text(observed), text(forecast.value), text(forecast.low), text(forecast.high))
          : outlook
            ? t.held(text(observed))
            : common.none}
      </dd>
    </div>
  );
}
