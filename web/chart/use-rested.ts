import { useEffect, useState } from "preact/hooks";
import type { Range, View } from "./view";

/** The range that a view has come to rest at. */
export function useRested(view: View): Range {
  const [range, setRange] = useState(view.range);
  useEffect(() => {
    setRange(view.range);
    return view.onRest(setRange);
  }, [view]);
  return range;
}
