import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Plot } from "./plot";
import { nearest, type Series } from "./series";
import type { View } from "./view";

export type Pointed = {
  /** Of the value that is pointed to, in what is shown; undefined until one is. */
  index: number | undefined;
  /** Its time, seconds. */
  at: number | undefined;
  /** The plot that is pointed into; whoever draws it sets it. */
  plot: { current: Plot | null };
  /** The pointer is at the value of a time. */
  onTime: (seconds: number) => void;
  /** The pointer is used: from now on it points, not the keys. */
  onPointer: () => void;
  /** Points to a value further on; the view follows. */
  step: (by: number) => void;
};

/**
 * The value of a chart that is pointed to. By keys it stays at its moment however the chart is zoomed or panned; the
 * pointer points to whatever is under it.
 */
export function usePointed(shown: Series | undefined, view: View): Pointed {
  const [moment, setMoment] = useState<number>();
  const plot = useRef<Plot | null>(null);
  const isByKeys = useRef(false);
  const index = moment === undefined ? undefined : nearest(shown?.times ?? [], moment);
  const at = index === undefined ? undefined : shown?.times[index];

  const onTime = useCallback((seconds: number) => {
    if (!isByKeys.current) setMoment(seconds);
  }, []);
  const onPointer = useCallback(() => {
    isByKeys.current = false;
  }, []);
  useEffect(() => {
    const follow = () => {
      if (isByKeys.current && at !== undefined) plot.current?.pointTo(at);
    };
    // The plot draws what it was told at the end of the task.
    const soon = () => requestAnimationFrame(follow);
    soon();
    return view.onMove(soon);
  }, [view, at, shown]);

  const step = (by: number) => {
    if (!shown || shown.times.length === 0) return;
    isByKeys.current = true;
    const from = index ?? nearest(shown.times, (view.range[0] + view.range[1]) / 2) ?? 0;
    const wanted = from + (index === undefined ? 0 : by);
    const time = shown.times[Math.min(Math.max(wanted, 0), shown.times.length - 1)] as number;
    const [first, last] = view.range;
    if (time < first || time > last)
      view.move([time - (last - first) / 2, time + (last - first) / 2]);
    setMoment(time);
  };

  return { index, at, plot, onTime, onPointer, step };
}
