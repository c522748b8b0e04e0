import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useLanguage, useText } from "../text";
import { onThemeChange } from "../ui/theme";
import { Plot } from "./plot";
import type { Series } from "./series";
import type { View } from "./view";

/** Canvas of a chart with its keyboard control. */
export function PlotArea({
  label,
  describedBy,
  view,
  zone,
  series,
  isLoading,
  height,
  atLeast,
  plot,
  onTime,
  onPointer,
  onKeyDown,
  children,
}: {
  label: string;
  describedBy: string;
  view: View;
  zone: string;
  series: Series | undefined;
  isLoading: boolean;
  height: number;
  atLeast?: readonly [number, number] | undefined;
  /** Receives the plot, for keyboard control of the cursor. */
  plot: { current: Plot | null };
  /** Called with the time under the pointer, seconds. */
  onTime: (seconds: number) => void;
  /** Called when the pointer is used. */
  onPointer: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  children?: ComponentChildren;
}) {
  const { common } = useText();
  const language = useLanguage();
  const host = useRef<HTMLDivElement>(null);
  const isNear = useNear(host);
  const shown = useRef(series);
  useEffect(() => {
    if (!host.current || !isNear) return;
    const made = new Plot({
      host: host.current,
      view,
      zone,
      language,
      height,
      ...(atLeast ? { atLeast } : {}),
      onTime,
    });
    plot.current = made;
    if (shown.current) made.show(shown.current);
    const stop = onThemeChange(() => made.redraw());
    return () => {
      stop();
      made.destroy();
      plot.current = null;
    };
  }, [view, zone, language, height, isNear, atLeast?.[0], atLeast?.[1]]);
  // Layout effect: charts are what users wait for.
  useLayoutEffect(() => {
    shown.current = series;
    if (series) plot.current?.show(series);
  }, [series]);
  return (
    <div
      class="plot"
      role="application"
      aria-roledescription={common.chart.roledescription}
      aria-label={label}
      aria-describedby={describedBy}
      aria-busy={isLoading}
      tabIndex={0}
      style={{ height: `${height}px` }}
      ref={host}
      onKeyDown={onKeyDown}
      onPointerMove={onPointer}
      onPointerDown={onPointer}
    >
      {children}
    </div>
  );
}

/** Whether an element is or was near the viewport. Charts in view are drawn first. */
function useNear(host: { current: HTMLElement | null }): boolean {
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    if (!host.current) return;
    const watch = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && setNear(true),
      { rootMargin: "300px" },
    );
    watch.observe(host.current);
    const draw = () => setNear(true);
    addEventListener("beforeprint", draw, { once: true });
    return () => {
      watch.disconnect();
      removeEventListener("beforeprint", draw);
    };
  }, [host]);
  return isNear;
}
