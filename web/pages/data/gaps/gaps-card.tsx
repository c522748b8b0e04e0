import { useAsk } from "../../../api/use-ask";
import { useMay } from "../../../shell/session";
import { useLanguage, useText } from "../../../text";
import { widthText } from "../../../ui/durations";
import { Failure } from "../../../ui/failure";
import { Loading } from "../../../ui/loading";
import { momentText } from "../../../ui/times";
import type { DataRequest } from "../request/request";
import { askTimeLine } from "./ask";
import { wayOf } from "./ask-way";
import { GapList } from "./gap-list";
import { knownUntil, type TimeLine } from "./spans";
import { TimeLanes } from "./time-lanes";
import "../../../style/data-gaps.css";

/** Height of a lane, px. */
const LANE = 22;

/** Gaps of the selected range, as a chart and as a list. */
export function GapsCard({
  request,
  rows,
  field,
  lanes,
}: {
  request: DataRequest | undefined;
  /** Rows in the range; undefined until known. */
  rows: number | undefined;
  /** Any numeric column, for counting rows by bucket. */
  field: string;
  /** Number of banks or racks. */
  lanes: number;
}) {
  const t = useText().data.gaps;
  const may = { readRaw: useMay("raw:read"), readAnalytics: useMay("analytics:read") };
  const way = request && rows !== undefined ? wayOf(request, rows, may) : undefined;
  const { siteId, component, bank, rack, from, to } = request ?? {};
  const key = request && way && [way, siteId, component, bank, rack, from, to].join(" ");
  const asked = useAsk(key, (signal) => {
    if (!request || !way) throw new Error("nothing is asked yet");
    return askTimeLine(request, way, field, signal);
  });
  const isRefused = request !== undefined && rows !== undefined && way === undefined;
  const line = asked.data;
  return (
    <section class="card gaps" aria-labelledby="data-gaps" aria-busy={asked.isLoading}>
      <h2 id="data-gaps">{t.title}</h2>
      {!request ? (
        <p class="quiet">{t.none}</p>
      ) : isRefused ? (
        <p class="quiet">{t.mayNot}</p>
      ) : asked.problem ? (
        <Failure problem={asked.problem} again={asked.again} />
      ) : !line ? (
        <Loading lines={lanes} height={95 + lanes * LANE} />
      ) : (
        <Found line={line} zone={request.timeZone} />
      )}
    </section>
  );
}

function Found({ line, zone }: { line: TimeLine; zone: string }) {
  const t = useText().data.gaps;
  const language = useLanguage();
  const { width, gaps, lanes } = line;
  const end = knownUntil(line);
  const listed = lanes.reduce((sum, { spans }) => sum + spans.length, 0);
  const said = width
    ? t.buckets(widthText(width, language))
    : gaps === 0
      ? t.noGaps
      : gaps === 1
        ? t.oneRow
        : t.rows(gaps.toLocaleString(language));
  return (
    <>
      <p class="quiet">{said}</p>
      {end !== undefined && (
        <p class="note">
          {t.cut(listed.toLocaleString(language), momentText(end, zone, language))}
        </p>
      )}
      {lanes.length > 0 && <TimeLanes line={line} zone={zone} />}
      {gaps > 0 && <GapList line={line} zone={zone} />}
    </>
  );
}
