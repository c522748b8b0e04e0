import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Language } from "../text";
import { unitText } from "../ui/numbers";
import { wallDate } from "../ui/times";
import { listenToGestures } from "./gestures";
import { faint, pageColor } from "./palette";
import type { Line, Series } from "./series";
import { timeLabels } from "./time-labels";
import type { Range, View } from "./view";

/** Width of the longest time label, `2026년 11월`, with spacing, px. */
const LABEL_PIXELS = 76;

export type PlotOptions = {
  host: HTMLElement;
  view: View;
  zone: string;
  language: Language;
  height: number;
  /** Smallest range of the value axis. */
  atLeast?: readonly [number, number];
  /** Called with the time under the pointer, seconds. */
  onTime: (seconds: number) => void;
};

/** uPlot chart that follows a view and redraws with the loaded values. */
export class Plot {
  #plot: uPlot | undefined;
  #shape = "";
  #isMarked = false;
  #series: Series = { times: [], lines: [] };
  readonly #options: PlotOptions;
  readonly #stops: (() => void)[] = [];

  constructor(options: PlotOptions) {
    this.#options = options;
    const { host, view } = options;
    const watch = new ResizeObserver(() => this.#resize());
    watch.observe(host);
    this.#stops.push(
      () => watch.disconnect(),
      view.onMove(([min, max]) => this.#plot?.setScale("x", { min, max })),
    );
    const choose = (clientX: number) => {
      const over = this.#plot?.over.getBoundingClientRect();
      if (over) this.#tell(this.#plot?.posToIdx(clientX - over.left));
    };
    this.#stops.push(listenToGestures(host, view, () => this.#plot?.over, choose));
  }

  show(series: Series): void {
    this.#series = series;
    const shape = JSON.stringify(
      series.lines.map(({ values, low, high, ...rest }) => ({ ...rest, band: low !== undefined })),
    );
    if (!this.#plot || shape !== this.#shape) {
      this.#shape = shape;
      this.redraw();
      return;
    }
    this.#plot.batch(() => {
      this.#plot?.setData(columns(series), false);
      this.#toView();
    });
  }

  /** One performance mark for the benchmarks. */
  #mark(): void {
    if (this.#isMarked || this.#series.times.length === 0) return;
    this.#isMarked = true;
    performance.mark("chart drawn");
  }

  /** Redraws with the current theme colours. */
  redraw(): void {
    this.#plot?.destroy();
    this.#plot = new uPlot(this.#draw(), columns(this.#series), this.#options.host);
    this.#toView();
  }

  #tell(index: number | null | undefined): void {
    const time = typeof index === "number" ? this.#series.times[index] : undefined;
    if (time !== undefined) this.#options.onTime(time);
  }

  /** Moves the cursor to a time, seconds; hides it if the time is not visible. */
  pointTo(seconds: number): void {
    const left = this.#plot?.valToPos(seconds, "x") ?? -10;
    this.#plot?.setCursor({ left, top: left < 0 ? -10 : 10 }, false);
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
    this.#plot?.destroy();
  }

  #toView(): void {
    const [min, max] = this.#options.view.range;
    this.#plot?.setScale("x", { min, max });
  }

  #resize(): void {
    const { host, height } = this.#options;
    if (this.#plot && host.clientWidth > 0) {
      this.#plot.setSize({ width: host.clientWidth, height });
    }
  }

  #draw(): uPlot.Options {
    const { host, height, zone, language, atLeast } = this.#options;
    const color = (name: string) => pageColor(host, name);
    const { lines } = this.#series;
    const units = [...new Set(lines.map(({ unit }) => unit ?? ""))];
    const series: uPlot.Series[] = [{}];
    const bands: uPlot.Band[] = [];
    for (const line of lines) {
      const stroke = color(`--c${line.color}`);
      const scale = scaleOf(line);
      if (line.low && line.high) {
        const edge = { scale, stroke: "transparent", width: 0, points: { show: false } };
        series.push(edge, edge);
        bands.push({ series: [series.length - 1, series.length - 2], fill: faint(stroke) });
      }
      series.push({
        scale,
        stroke,
        width: line.dots ? 0 : 1.5,
        points: { show: line.dots ?? false, size: 4, fill: stroke },
        ...(line.dashed ? { dash: [6, 4] } : {}),
        ...(line.stepped ? { paths: uPlot.paths.stepped?.({ align: 1 }) } : {}),
      });
    }
    const axis = {
      stroke: color("--quiet"),
      grid: { stroke: color("--line"), width: 1 },
      ticks: { stroke: color("--line"), width: 1 },
      font: `12px ${getComputedStyle(host).fontFamily}`,
    };
    return {
      width: Math.max(host.clientWidth, 50),
      height,
      series,
      bands,
      tzDate: (seconds) => wallDate(seconds, zone),
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, points: { size: 7 } },
      scales: {
        x: { time: true },
        ...Object.fromEntries(
          units.map((unit) => [
            scaleOf({ unit }),
            { range: (_plot: uPlot, low: number, high: number) => valueRange(low, high, atLeast) },
          ]),
        ),
      },
      axes: [
        { ...axis, space: LABEL_PIXELS, values: timeLabels(language, zone) },
        ...units.slice(0, 2).map((unit, i) => ({
          ...axis,
          scale: scaleOf({ unit }),
          side: i === 0 ? 3 : 1,
          size: (_plot: uPlot, labels: string[] | null) =>
            18 + 7 * Math.max(4, ...(labels ?? []).map(({ length }) => length)),
          ...(i === 0 ? {} : { grid: { show: false } }),
          values: (_plot: uPlot, ticks: number[]) =>
            ticks.map((tick) => `${tick.toLocaleString(language)} ${unitText(unit)}`.trim()),
        })),
      ],
      hooks: {
        draw: [() => this.#mark()],
        setCursor: [({ cursor: { idx } }) => this.#tell(idx)],
      },
    };
  }
}

const scaleOf = ({ unit }: Pick<Line, "unit">): string => `y ${unit ?? ""}`;

function columns({ times, lines }: Series): uPlot.AlignedData {
  return [
    times,
    ...lines.flatMap(({ values, low, high }) => (low && high ? [low, high, values] : [values])),
  ] as uPlot.AlignedData;
}

/** Value range with padding. */
function valueRange(
  low: number | null,
  high: number | null,
  atLeast: readonly [number, number] | undefined,
): Range {
  let [least, most] = [low ?? 0, high ?? 1];
  if (atLeast) [least, most] = [Math.min(least, atLeast[0]), Math.max(most, atLeast[1])];
  const air = (most - least || Math.abs(most) * 0.01 || 1) * 0.06;
  return [least - air, most + air];
}
