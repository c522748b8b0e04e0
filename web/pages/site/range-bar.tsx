import { useEffect, useState } from "preact/hooks";
import { useRested } from "../../chart/use-rested";
import type { Range, View } from "../../chart/view";
import { useLanguage, useText } from "../../text";
import { momentText, secondsOf, wallText } from "../../ui/times";

const DAY = 86_400;
const PRESETS = { hour: 3600, day: DAY, week: 7 * DAY, month: 30 * DAY, year: 365 * DAY } as const;

/** Range of all charts: custom, preset or all. */
export function RangeBar({
  view,
  zone,
  isFollowing,
}: {
  view: View;
  zone: string;
  isFollowing: boolean;
}) {
  const { site, common } = useText();
  const t = site.range;
  const language = useLanguage();
  const range = useRested(view);
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const [fault, setFault] = useState("");
  useEffect(() => {
    setFrom(wallText(range[0], zone));
    setTo(wallText(Math.ceil(range[1]), zone));
  }, [range, zone]);
  const submit = (event: Event) => {
    event.preventDefault();
    const [start, end] = [secondsOf(from, zone), secondsOf(to, zone)];
    if (start === undefined || end === undefined || end <= start) return setFault(t.backwards);
    const [first, last] = view.whole;
    const there = [Math.max(start, first), Math.min(end, last)] as const;
    const text = (seconds: number) => momentText(seconds, zone, language);
    if (there[1] <= there[0]) return setFault(t.nothing(text(first), text(last)));
    const isCut = there[0] - start >= 1 || end - there[1] >= 1;
    setFault(isCut ? t.cut(text(there[0]), text(there[1])) : "");
    view.move(there);
  };
  const show = (shown: Range) => {
    setFault("");
    view.move(shown);
  };
  const preset = (seconds: number) => {
    const end = Math.min(Math.max(view.range[1], view.whole[0] + seconds), view.whole[1]);
    show([end - seconds, end]);
  };
  return (
    <form class="range" aria-label={t.label} onSubmit={submit}>
      <div class="row">
        <label class="field">
          <span>{t.from}</span>
          <input
            type="datetime-local"
            step="1"
            value={from}
            aria-invalid={fault !== ""}
            onInput={(event) => setFrom(event.currentTarget.value)}
          />
        </label>
        <label class="field">
          <span>{t.to}</span>
          <input
            type="datetime-local"
            step="1"
            value={to}
            aria-invalid={fault !== ""}
            onInput={(event) => setTo(event.currentTarget.value)}
          />
        </label>
        <button type="submit">{t.go}</button>
      </div>
      <div class="row presets">
        {Object.entries(PRESETS).map(([name, seconds]) => (
          <button type="button" key={name} onClick={() => preset(seconds)}>
            {t.presets[name as keyof typeof PRESETS]}
          </button>
        ))}
        <button type="button" onClick={() => show(view.whole)}>
          {t.presets.all}
        </button>
        <button
          type="button"
          aria-pressed={isFollowing}
          onClick={() => show([view.whole[1] - DAY, view.whole[1]])}
        >
          {t.newest}
        </button>
        <span class="quiet">{isFollowing ? t.follows : common.zone(zone)}</span>
      </div>
      <p class="fault" role="alert">
        {fault}
      </p>
    </form>
  );
}
