import { useEffect, useState } from "preact/hooks";
import type { Range, View } from "./view";

/** The range of a view after it has come to rest. */
export function useRested(view: View): Range {
  const [range, setRange] = useState(view.range);
  useEffect(() => {
    setRange(view.range);
    return view.onRest(setRange);
  }, [view]);
  return range;
}
