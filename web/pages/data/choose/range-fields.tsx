import { useEffect, useId, useState } from "preact/hooks";
import { useText } from "../../../text";
import { useAddress } from "../../../ui/address";
import { addressText, secondsOf } from "../../../ui/times";
import type { Choice } from "../request/address";
import { PRESET_NAMES, presetOf, presetRange } from "../request/range";

/** Range fields in wall clock of the site, with presets. */
export function RangeFields({ choice: { site, extent, range } }: { choice: Choice }) {
  const t = useText().data.choose;
  const { query, change } = useAddress();
  const zone = site.time_zone;
  const shown = range && { from: addressText(range.from, zone), to: addressText(range.to, zone) };
  const texts = { from: query.from ?? shown?.from ?? "", to: query.to ?? shown?.to ?? "" };
  const isPair =
    secondsOf(texts.from, zone) !== undefined && secondsOf(texts.to, zone) !== undefined;
  const current = range && extent && presetOf(range, extent);
  // Pass both bounds, so that editing one does not change the other.
  const put = (part: { from: string } | { to: string }) => change({ ...texts, ...part });
  return (
    <div class="row range">
      <TimeField label={t.from} text={texts.from} zone={zone} onChange={(from) => put({ from })} />
      <TimeField
        label={t.to}
        text={texts.to}
        zone={zone}
        fault={isPair && !range ? t.notARange : undefined}
        onChange={(to) => put({ to })}
      />
      {extent && (
        <fieldset class="presets">
          <legend>{t.presets}</legend>
          {PRESET_NAMES.map((preset) => (
            <button
              key={preset}
              type="button"
              aria-pressed={preset === current}
              onClick={() => {
                const { from, to } = presetRange(preset, extent);
                change({ from: addressText(from, zone), to: addressText(to, zone) });
              }}
            >
              {t.presetOf[preset]}
            </button>
          ))}
        </fieldset>
      )}
    </div>
  );
}

/** Date and time to the second. Invalid input stays in the field only. */
function TimeField({
  label,
  text,
  zone,
  fault,
  onChange,
}: {
  label: string;
  text: string;
  zone: string;
  fault?: string | undefined;
  onChange: (text: string) => void;
}) {
  const t = useText().data.choose;
  const id = useId();
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]);
  const told = secondsOf(typed, zone) === undefined && typed !== text ? t.notATime : fault;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="datetime-local"
        step="1"
        required
        value={typed.slice(0, 19)}
        aria-invalid={told !== undefined}
        aria-describedby={told ? `${id}-fault` : undefined}
        onInput={(event) => {
          const { value } = event.currentTarget;
          const seconds = secondsOf(value, zone);
          setTyped(value);
          if (seconds !== undefined) onChange(addressText(seconds, zone));
        }}
      />
      {told && (
        <span id={`${id}-fault`} class="fault" role="alert">
          {told}
        </span>
      )}
    </div>
  );
}
