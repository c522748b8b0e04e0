import type { Pointed } from "./use-pointed";
import type { View } from "./view";

const FAR = 20;

/** Keyboard control of a chart: select, pan, zoom, explain. */
export function listenToKeys(view: View, { at, step }: Pointed, explain: () => void) {
  const keys: Record<string, () => void> = {
    ArrowLeft: () => step(-1),
    ArrowRight: () => step(1),
    PageUp: () => step(-FAR),
    PageDown: () => step(FAR),
    "+": () => view.zoom(0.5, at),
    "=": () => view.zoom(0.5, at),
    "-": () => view.zoom(2, at),
    "0": () => view.move(view.whole),
    Enter: explain,
  };
  const withShift: Record<string, () => void> = {
    ArrowLeft: () => view.pan(-0.25),
    ArrowRight: () => view.pan(0.25),
  };
  return (event: KeyboardEvent) => {
    const act = (event.shiftKey ? withShift[event.key] : undefined) ?? keys[event.key];
    if (!act || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    act();
  };
}
