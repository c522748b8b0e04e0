import { useText } from "../text";
import type { View } from "./view";

/** Toolbar of a chart. */
export function Bar({
  view,
  at,
  isTable,
  onTable,
  onExplain,
}: {
  view: View;
  /** Selected time, seconds. */
  at: number | undefined;
  isTable: boolean;
  onTable: () => void;
  /** Undefined if values cannot be explained. */
  onExplain: (() => void) | undefined;
}) {
  const { chart: t } = useText().common;
  return (
    <div class="bar">
      <button type="button" aria-label={t.earlier} onClick={() => view.pan(-0.5)}>
        ←
      </button>
      <button type="button" aria-label={t.later} onClick={() => view.pan(0.5)}>
        →
      </button>
      <button type="button" aria-label={t.zoomIn} onClick={() => view.zoom(0.5, at)}>
        +
      </button>
      <button type="button" aria-label={t.zoomOut} onClick={() => view.zoom(2, at)}>
        −
      </button>
      <button type="button" onClick={() => view.move(view.whole)}>
        {t.reset}
      </button>
      <button type="button" aria-pressed={isTable} onClick={onTable}>
        {isTable ? t.chart : t.table}
      </button>
      {onExplain && (
        <button
          type="button"
          disabled={at === undefined}
          title={at === undefined ? t.chooseFirst : undefined}
          onClick={onExplain}
        >
          {t.explain}
        </button>
      )}
    </div>
  );
}
