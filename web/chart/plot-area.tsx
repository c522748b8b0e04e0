import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useLanguage, useText } from "../text";
import { onThemeChange } from "../ui/theme";
import { Plot } from "./plot";
import type { Series } from "./series";
import type { View } from "./view";

/** The canvas of a chart and the keys that work on it. It is kept as long as it is shown. */
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
  /** Given to whoever moves the cursor by keys. */
  plot: { current: Plot | null };
  /** The time of the value that the pointer is at, seconds. */
  onTime: (seconds: number) => void;
  /** The pointer is used on it. */
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
  // Not after the next frame: it is what the page is opened for.
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

/** Whether an element is or was about to be seen: a page of many charts draws first what is looked at. */
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
