import { useEffect, useMemo } from "preact/hooks";
import { type Range, View } from "../../chart/view";
import { useAddress } from "../../ui/address";
import { addressText, secondsOf } from "../../ui/times";

const DAY = 86_400;

/**
 * View of the page, from the URL. Without `from` and `to` it shows the latest day and follows new rows. Moving it
 * writes the range into the URL.
 */
export function useView(extent: Range, zone: string): { view: View; isFollowing: boolean } {
  const { query, change } = useAddress();
  const [first, last] = extent;
  const asked = rangeOf(query, zone);
  const isFollowing = asked === undefined;
  const newest: Range = [Math.max(first, last - DAY), last];
  const view = useMemo(() => new View(asked ?? newest, extent), [first, zone]);

  useEffect(() => {
    view.whole = [first, last];
    const [from, to] = asked ?? newest;
    const isElsewhere = Math.abs(view.range[0] - from) >= 1 || Math.abs(view.range[1] - to) >= 1;
    if (isElsewhere) view.move([from, to]);
  }, [view, first, last, query.from, query.to, isFollowing]);

  useEffect(
    () =>
      view.onRest(([from, to]) => {
        const isNewest = to >= last && Math.abs(to - from - (newest[1] - newest[0])) < 1;
        change(
          isNewest
            ? { from: undefined, to: undefined }
            : { from: addressText(from, zone), to: addressText(Math.ceil(to), zone) },
        );
      }),
    [view, last, change, zone],
  );
  return { view, isFollowing };
}

function rangeOf(
  { from, to }: { from?: string | undefined; to?: string | undefined },
  zone: string,
): Range | undefined {
  if (from === undefined || to === undefined) return undefined;
  const [start, end] = [secondsOf(from, zone), secondsOf(to, zone)];
  return start !== undefined && end !== undefined && end > start ? [start, end] : undefined;
}
