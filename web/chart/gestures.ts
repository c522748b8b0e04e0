import type { View } from "./view";

/** Longest movement of a click, px. */
const CLICK = 4;

/**
 * Mouse and touch: dragging pans, pinch and wheel zoom, a click selects. Without focus or a modifier key, the wheel
 * scrolls the page.
 * @returns function that removes the listeners
 */
export function listenToGestures(
  host: HTMLElement,
  view: View,
  /** Plot area without axes. */
  area: () => HTMLElement | undefined,
  onChoose: (clientX: number) => void,
): () => void {
  const ended = new AbortController();
  const on = <K extends keyof HTMLElementEventMap>(
    name: K,
    act: (event: HTMLElementEventMap[K]) => void,
  ) => host.addEventListener(name, act, { signal: ended.signal, passive: false });
  const momentAt = (clientX: number): number => {
    const box = area()?.getBoundingClientRect();
    if (!box) return view.range[0];
    return view.range[0] + ((clientX - box.left) / box.width) * (view.range[1] - view.range[0]);
  };

  on("wheel", (event) => {
    const isMeant = event.ctrlKey || event.metaKey || event.shiftKey;
    if (!isMeant && !host.contains(document.activeElement)) return;
    event.preventDefault();
    if (event.shiftKey) view.pan((event.deltaX || event.deltaY) / 1000);
    else view.zoom(1.0015 ** event.deltaY, momentAt(event.clientX));
  });

  const pointers = new Map<number, number>();
  let travelled = 0;
  on("pointerdown", (event) => {
    if (event.button !== 0) return;
    pointers.set(event.pointerId, event.clientX);
    travelled = 0;
  });
  on("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (before === undefined) return;
    travelled += Math.abs(event.clientX - before);
    if (travelled < CLICK) return;
    host.setPointerCapture(event.pointerId); // not earlier: a click must reach the canvas
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    if (other === undefined) view.pan((before - event.clientX) / (area()?.clientWidth ?? 1));
    else {
      const [was, is] = [Math.abs(before - other), Math.abs(event.clientX - other)];
      if (was > 10 && is > 10) view.zoom(was / is, momentAt((event.clientX + other) / 2));
    }
    pointers.set(event.pointerId, event.clientX);
  });
  const end = (event: PointerEvent) => {
    const wasDown = pointers.delete(event.pointerId);
    if (wasDown && event.type === "pointerup" && travelled < CLICK) onChoose(event.clientX);
  };
  on("pointerup", end);
  on("pointercancel", end);
  return () => ended.abort();
}
