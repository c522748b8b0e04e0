import { useLanguage, useText } from "../../text";
import { clockText, dayText } from "../../ui/times";
import { type Bucket, topOf } from "./counts";

const HEIGHT = 130;
const FOOT = 22;
const HEAD = 8;
const LEFT = 30;
const LABEL_PIXELS = 92;

/** Stacked bars, protection below warnings, with keyboard control. */
export function Bars({
  buckets,
  pixels = 0,
  zone,
  label,
  describedBy,
  at,
  onAt,
  onChoose,
}: {
  buckets: readonly Bucket[] | undefined;
  pixels: number | undefined;
  zone: string;
  label: string;
  describedBy: string;
  at: number | undefined;
  onAt: (index: number | undefined) => void;
  onChoose: (bucket: Bucket) => void;
}) {
  const { events, common } = useText();
  const all = buckets ?? [];
  const step = (by: number) => onAt(Math.min(Math.max((at ?? all.length) + by, 0), all.length - 1));
  const keys: Record<string, () => void> = {
    ArrowLeft: () => step(-1),
    ArrowRight: () => step(at === undefined ? -1 : 1),
    Home: () => onAt(0),
    End: () => onAt(all.length - 1),
    Enter: () => {
      const bucket = at === undefined ? undefined : all[at];
      if (bucket) onChoose(bucket);
    },
    Escape: () => onAt(undefined),
  };
  const isEmpty = buckets && all.every(({ warning, protection }) => warning + protection === 0);
  const indexAt = (event: MouseEvent) => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const share = (event.clientX - box.left - LEFT) / (box.width - LEFT);
    return share < 0 ? undefined : Math.min(Math.floor(share * all.length), all.length - 1);
  };
  return (
    <div
      class="bars"
      role="application"
      aria-roledescription={common.chart.roledescription}
      aria-label={label}
      aria-describedby={describedBy}
      tabIndex={0}
      onKeyDown={(event) => {
        const act = keys[event.key];
        if (!act || all.length === 0 || event.ctrlKey || event.altKey || event.metaKey) return;
        event.preventDefault();
        act();
      }}
      onPointerMove={(event) => onAt(indexAt(event))}
      onPointerLeave={() => onAt(undefined)}
      onClick={(event) => {
        const bucket = all[indexAt(event) ?? -1];
        if (bucket) onChoose(bucket);
      }}
    >
      {pixels > 0 && all.length > 0 && <Picture buckets={all} width={pixels} zone={zone} at={at} />}
      {isEmpty && <p class="note">{events.counts.none}</p>}
    </div>
  );
}

function Picture({
  buckets,
  width,
  zone,
  at,
}: {
  buckets: readonly Bucket[];
  width: number;
  zone: string;
  at: number | undefined;
}) {
  const top = topOf(buckets);
  const bottom = HEIGHT - FOOT;
  const [each, unit] = [(width - LEFT) / buckets.length, (bottom - HEAD) / top];
  const gap = each > 4 ? 1 : 0;
  const ticks = top > 1 ? [top / 2, top].filter(Number.isInteger) : [top];
  return (
    <svg width={width} height={HEIGHT} aria-hidden="true">
      {ticks.map((tick) => (
        <g key={tick}>
          <line
            class="grid"
            x1={LEFT}
            x2={width}
            y1={bottom - tick * unit}
            y2={bottom - tick * unit}
          />
          <text x={LEFT - 6} y={bottom - tick * unit + 4} text-anchor="end">
            {tick}
          </text>
        </g>
      ))}
      {at !== undefined && (
        <rect class="cursor" x={LEFT + at * each} y={0} width={each} height={bottom} />
      )}
      {buckets.map(({ from, warning, protection }, i) => {
        const [x, wide] = [LEFT + i * each, Math.max(each - gap, 1)];
        const [low, high] = [protection * unit, warning * unit];
        const seam = low > 0 && high > 2 ? 1 : 0;
        return (
          <g key={from}>
            {protection > 0 && (
              <rect class="protection" x={x} y={bottom - low} width={wide} height={low} />
            )}
            {warning > 0 && (
              <rect
                class="warning"
                x={x}
                y={bottom - low - high}
                width={wide}
                height={high - seam}
              />
            )}
          </g>
        );
      })}
      <line class="axis" x1={LEFT} x2={width} y1={bottom} y2={bottom} />
      <Labels buckets={buckets} width={width} each={each} zone={zone} />
    </svg>
  );
}

/** Tick labels: days, or times within a day, as many as fit. */
function Labels({
  buckets,
  width,
  each,
  zone,
}: {
  buckets: readonly Bucket[];
  width: number;
  each: number;
  zone: string;
}) {
  const language = useLanguage();
  const day = (seconds: number) => dayText(seconds, zone, language);
  const isOneDay = (buckets.at(-1)?.to ?? 0) - (buckets[0]?.from ?? 0) <= 2 * 86_400;
  const marks = buckets.flatMap(({ from }, i) => {
    const before = buckets[i - 1];
    const isNewDay = before === undefined ? !isOneDay : day(before.from) !== day(from);
    if (isNewDay && before) return [{ i, text: day(from) }];
    return isOneDay ? [{ i, text: clockText(from, zone, language) }] : [];
  });
  let free = LEFT;
  const shown = marks.filter(({ i }) => {
    const x = LEFT + i * each;
    if (x < free || x + LABEL_PIXELS > width) return false;
    free = x + LABEL_PIXELS;
    return true;
  });
  return (
    <>
      {shown.map(({ i, text }) => (
        <g key={i}>
          <line
            class="axis"
            x1={LEFT + i * each}
            x2={LEFT + i * each}
            y1={HEIGHT - FOOT}
            y2={HEIGHT - FOOT + 4}
          />
          <text x={LEFT + i * each} y={HEIGHT - 5}>
            {text}
          </text>
        </g>
      ))}
    </>
  );
}
