import { useText } from "../../text";
import { useAddress } from "../../ui/address";
import type { Filter } from "./filter";
import type { Live } from "./use-live";

const KIND = { live: "good", connecting: "", paused: "", again: "warn", stopped: "bad" } as const;

/** State of the live connection. */
export function LiveBadge({ live: { state, problem } }: { live: Live }) {
  const { events, common } = useText();
  const t = events.live;
  return (
    <p class="live-state" role="status">
      <span class={`badge ${KIND[state]}`}>
        <i class={`dot ${state}`} aria-hidden="true" /> {t[state]}
      </span>{" "}
      {state === "live" && <small class="quiet">{t.what}</small>}
      {state === "stopped" && problem && <small class="quiet">{problem.detail}</small>}
      {state === "again" && problem?.retryAfter !== undefined && (
        <small class="quiet">{common.retryIn(problem.retryAfter)}</small>
      )}
    </p>
  );
}

/** Number of open events, regardless of filters. Each number links to them. */
export function OpenNow({ open, filter }: { open?: { 1: number; 2: number }; filter: Filter }) {
  const { events: t, common } = useText();
  const { change } = useAddress();
  const levels = [2, 1] as const;
  return (
    <section class="card now" aria-label={t.now.title}>
      <h2>{t.now.title}</h2>
      {levels.map((level) => {
        const count = open?.[level];
        const isShown = filter.isOpen && filter.level === level;
        const kind = count ? (level === 2 ? "bad" : "warn") : "";
        return (
          <button
            key={level}
            type="button"
            class={`tile ${kind}`}
            title={t.now.show}
            aria-pressed={isShown}
            onClick={() =>
              change(
                isShown
                  ? { open: undefined, level: undefined }
                  : { open: "1", level: String(level) },
              )
            }
          >
            <strong>{count ?? "–"}</strong> {common.levels[level]}
          </button>
        );
      })}
    </section>
  );
}
