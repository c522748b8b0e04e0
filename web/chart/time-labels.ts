import type uPlot from "uplot";
import type { Language } from "../text";
import { timeFormat } from "../ui/times";

/** Tick labels of the time axis: the date only where it changes. */
export function timeLabels(language: Language, timeZone: string): uPlot.Axis.DynamicValues {
  const make = (options: Intl.DateTimeFormatOptions) => {
    const format = timeFormat(language, { ...options, timeZone });
    return (seconds: number) => format.format(seconds * 1000);
  };
  const month = make({ year: "numeric", month: "short" });
  const day = make({ month: "numeric", day: "numeric" });
  const minute = make({ hour: "2-digit", minute: "2-digit" });
  const second = make({ hour: "2-digit", minute: "2-digit", second: "2-digit" });
  return (_plot, splits, _axis, _space, step) => {
    let before = "";
    return splits.map((split) => {
      if (step >= 28 * 86_400) return month(split);
      const today = day(split);
      if (step >= 86_400) return today;
      const isNew = today !== before;
      before = today;
      const text = step >= 60 ? minute(split) : second(split);
      return isNew ? `${text}\n${today}` : text;
    });
  };
}
