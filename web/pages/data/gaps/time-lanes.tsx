import { useRef } from "preact/hooks";
import { useLanguage, useText } from "../../../text";
import { percentText } from "../../../ui/numbers";
import { clockText, momentText, shortDayText } from "../../../ui/times";
import { useWidth } from "../../../ui/use-width";
import { knownUntil, type Lane, type TimeLine } from "./spans";
import { ticksOf } from "./ticks";
import { useSourceName } from "./use-source-name";

/** Width of the SVG in its own units; CSS scales it. */
const WIDTH = 1000;
/** Minimum width of a gap, so that it stays visible. */
const SHORTEST = 1.5;
/** Width of a tick label, px. */
const TICK = 76;
const DAY = 86_400;

/** One lane per bank or rack, showing rows and gaps. */
export function TimeLanes({ line, zone }: { line: TimeLine; zone: string }) {
  const t = useText().data.gaps;
  return (
    <div class="lanes">
      {line.lanes.map((lane) => (
        <OneLane key={`${lane.bank} ${lane.rack}`} lane={lane} line={line} zone={zone} />
      ))}
      <Axis line={line} zone={zone} />
      <ul class="key">
        <li>
          <i class="there" />
          {t.present}
        </li>
        <li>
          <i class="gone" />
          {t.missing}
        </li>
        {knownUntil(line) !== undefined && (
          <li>
            <i class="unknown" />
            {t.notKnown}
          </li>
        )}
      </ul>
    </div>
  );
}

function OneLane({ lane, line: { from, to }, zone }: { lane: Lane; line: TimeLine; zone: string }) {
  const { data, common } = useText();
  const t = data.gaps;
  const language = useLanguage();
  const source = useSourceName()(lane);
  const share = lane.share === undefined ? undefined : percentText(lane.share, language);
  const told = share === undefined ? t.unknown : t.share(share);
  const scale = WIDTH / (to - from);
  const { spans, unknownFrom } = lane;
  const all = t.lane(source, told, spans.length.toLocaleString(language));
  const label =
    unknownFrom === undefined ? all : t.knownUntil(all, momentText(unknownFrom, zone, language));
  return (
    <>
      <span class="source">{source}</span>
      <svg viewBox={`0 0 ${WIDTH} 1`} preserveAspectRatio="none" role="img" aria-label={label}>
        <rect class="there" width={WIDTH} height="1" />
        {spans.map((span) => {
          const width = Math.max(SHORTEST, (span.to - span.from) * scale);
          const x = Math.min(WIDTH - width, (span.from - from) * scale);
          return <rect key={span.from} class="gone" x={x} width={width} height={1 - span.share} />;
        })}
        {unknownFrom !== undefined && (
          <rect
            class="unknown"
            x={(unknownFrom - from) * scale}
            width={Math.max(0, to - unknownFrom) * scale}
            height="1"
          />
        )}
      </svg>
      <span class="share" aria-hidden="true">
        {share ?? common.none}
      </span>
    </>
  );
}

function Axis({ line, zone }: { line: TimeLine; zone: string }) {
  const language = useLanguage();
  const host = useRef<HTMLDivElement>(null);
  const width = useWidth(host);
  const { from, to } = line;
  const left = (moment: number) => (moment - from) / (to - from);
  const { step, at } = ticksOf(line, zone, Math.max(1, Math.floor(width / TICK)));
  const fitting = at.filter((moment) => left(moment) * width <= width - TICK * 0.6);
  const days = fitting.map((moment) => shortDayText(moment, zone, language));
  return (
    <div class="axis" aria-hidden="true" ref={host}>
      {width > 0 &&
        fitting.map((moment, i) => (
          <span
            key={moment}
            style={{ left: `${left(moment) * 100}%` }}
            title={momentText(moment, zone, language)}
          >
            {step < DAY && clockText(moment, zone, language)}
            {(step >= DAY || days[i] !== days[i - 1]) && <span class="day">{days[i]}</span>}
          </span>
        ))}
    </div>
  );
}
