import type { ComponentChildren } from "preact";
import { useId, useMemo, useState } from "preact/hooks";
import type { ApiProblem } from "../api/problem";
import { useLanguage, useText } from "../text";
import { widthPrefix } from "../ui/durations";
import { Failure } from "../ui/failure";
import { Bar } from "./bar";
import { listenToKeys } from "./keys";
import { PlotArea } from "./plot-area";
import { type Series, withGaps } from "./series";
import { type Pointed, usePointed } from "./use-pointed";
import { useRested } from "./use-rested";
import { ValueTable } from "./value-table";
import type { View } from "./view";
import { Spoken, Summary } from "./words";
import "../style/chart.css";
import { digitsOf, numberText } from "../ui/numbers";
import { momentText } from "../ui/times";

type Props = {
  title: string;
  /** One sentence below the title. */
  about: ComponentChildren;
  view: View;
  zone: string;
  /** Legend before the first response, to avoid layout shifts. */
  outline?: Series | undefined;
  /** Undefined until the first response. */
  series: Series | undefined;
  problem?: ApiProblem | undefined;
  again?: () => void;
  height?: number;
  atLeast?: readonly [number, number];
  /** Whether values are bucket averages. `width` is the bucket width once known. */
  isBuckets?: boolean;
  width?: string | undefined;
  /** Called with the selected time. If missing, values cannot be explained. */
  onExplain?: (seconds: number) => void;
  children?: ComponentChildren;
};

/** Time chart with legend, keyboard control, table and summary. */
export function TimeChart(props: Props) {
  const { title, about, view, zone, series, problem, again, width, onExplain } = props;
  const { common } = useText();
  const language = useLanguage();
  const id = useId();
  const [isTable, setTable] = useState(false);
  const shown = useMemo(() => series && withGaps(series), [series]);
  const pointed = usePointed(shown, view);
  const range = useRested(view);
  const { at } = pointed;
  const explain = () => {
    if (at !== undefined) onExplain?.(at);
  };
  const failure = problem && <Failure problem={problem} {...(again ? { again } : {})} />;

  return (
    <section class="card chart" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      <p class="quiet">{about}</p>
      {problem && !series ? (
        failure
      ) : (
        <>
          <Legend series={shown ?? props.outline} pointed={pointed} zone={zone} />
          {isTable && shown ? (
            <ValueTable series={shown} range={range} zone={zone} caption={title} />
          ) : (
            <PlotArea
              label={title}
              describedBy={`${id}-summary ${id}-keys`}
              view={view}
              zone={zone}
              series={shown ?? props.outline}
              isLoading={!series}
              height={props.height ?? 240}
              atLeast={props.atLeast}
              plot={pointed.plot}
              onTime={pointed.onTime}
              onPointer={pointed.onPointer}
              onKeyDown={listenToKeys(view, pointed, explain)}
            >
              {shown?.times.length === 0 && <p class="note">{common.chart.empty}</p>}
              {!series && <p class="note">{common.loading}</p>}
            </PlotArea>
          )}
          <Summary id={`${id}-summary`} series={shown} range={range} />
          <p id={`${id}-keys`} class="hidden">
            {common.chart.keys}
          </p>
          <Bar
            view={view}
            at={at}
            isTable={isTable}
            onTable={() => setTable(!isTable)}
            onExplain={onExplain && explain}
          />
          {props.isBuckets && (
            <p class="quiet width">{width && common.chart.widths(widthPrefix(width, language))}</p>
          )}
          {failure}
          {props.children}
        </>
      )}
      <Spoken series={shown} pointed={pointed} zone={zone} />
    </section>
  );
}

/** Lines of a chart with the selected values. Reserves their space. */
function Legend({
  series,
  pointed: { index, at },
  zone,
}: {
  series: Series | undefined;
  pointed: Pointed;
  zone: string;
}) {
  const language = useLanguage();
  return (
    <ul class="legend">
      {series?.lines.map(({ label, color, dashed, values, unit }) => (
        <li key={label}>
          <i class={`c${color} ${dashed ? "dashed" : ""}`} />
          {label}{" "}
          <strong>
            {index !== undefined &&
              numberText(values[index], language, { digits: digitsOf(unit), unit })}
          </strong>
        </li>
      ))}
      <li class="quiet">{at === undefined ? "\u00a0" : momentText(at, zone, language)}</li>
    </ul>
  );
}
