import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Plot } from "./plot";
import { nearest, type Series } from "./series";
import type { View } from "./view";

export type Pointed = {
  /** Index of the selected value; undefined if none is selected. */
  index: number | undefined;
  /** Time of the selected value, seconds. */
  at: number | undefined;
  /** Set by the component that draws the plot. */
  plot: { current: Plot | null };
  /** Selects the value under the pointer. */
  onTime: (seconds: number) => void;
  /** The pointer takes over from the keys. */
  onPointer: () => void;
  /** Moves the selection by a number of values. The view follows. */
  step: (by: number) => void;
};

/**
 * Selected value of a chart. A selection by keys keeps its time during zoom and pan. A selection by pointer follows
 * the pointer.
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
    // uPlot draws at the end of the task.
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
