import { onThemeChange } from "../ui/theme";

const known = new Map<string, string>();
onThemeChange(() => known.clear());

/** Resolved CSS colour `--c1` etc., because a canvas cannot use variables. */
export function pageColor(host: HTMLElement, name: string): string {
  const before = known.get(name);
  if (before !== undefined) return before;
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  host.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  known.set(name, color);
  return color;
}

/** The colour with low opacity, for bands. */
export const faint = (color: string): string =>
  color.replace("rgb(", "rgba(").replace(")", ", 0.22)");
