import type { Site } from "../../api/paths";
import { askSos } from "../../api/safety";
import { parameterText, secondsOf } from "../../ui/times";
import { missingOf, newestOfEach, type RackScore, type Safety } from "./scores";

/** A rack without a newer score keeps its last one for this long, seconds. */
const BACK_SECONDS = 600;
/** Racks are current within this distance of the newest score, seconds. */
const TOGETHER_SECONDS = 10;
const MINUTE = 60;

export async function askSafety(site: Site, signal: AbortSignal): Promise<Safety> {
  const { latest } = site.components.rack ?? {};
  const newest = latest ? secondsOf(latest, site.time_zone) : undefined;
  const scores =
    newest === undefined
      ? []
      : (
          await Promise.all(
            site.banks.map(({ bank_id, racks }) =>
              askBankScores(asking(site, bank_id, signal), racks, Math.floor(newest)),
            ),
          )
        ).flat();
  return { scores, missing: missingOf(site, scores) };
}

type Span = { from: number; to: number; step: "1 second" | "1 minute" };
type Ask = (span: Span, rack?: number) => Promise<RackScore[]>;

/**
 * Reads the last seconds, which suffice for nearly all racks. For a missing rack, finds its last minute with a score,
 * then the newest second in it, because an item holds the earliest row of its step.
 */
async function askBankScores(ask: Ask, racks: number, newest: number): Promise<RackScore[]> {
  const to = newest + 1;
  const inTime = await ask({ from: to - TOGETHER_SECONDS, to, step: "1 second" });
  if (inTime.length >= racks) return inTime;
  const from = Math.floor((newest - BACK_SECONDS) / MINUTE) * MINUTE;
  const before = await ask({ from, to, step: "1 minute" });
  const late = before.filter(({ rack }) => !inTime.some((one) => one.rack === rack));
  const exact = await Promise.all(
    late.map(({ rack, at }) =>
      ask({ from: at, to: Math.min(at + MINUTE, to), step: "1 second" }, rack),
    ),
  );
  return [...inTime, ...exact.flat()];
}

const asking =
  (site: Site, bank: number, signal: AbortSignal): Ask =>
  async ({ from, to, step }, rack) =>
    newestOfEach(
      await askSos(
        { site, bank, rack },
        {
          "start-time": parameterText(from, site.time_zone),
          "end-time": parameterText(to, site.time_zone),
          interval: step,
          "time-format": "unix",
        },
        signal,
      ),
    );
