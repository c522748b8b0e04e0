import { useMemo, useState } from "preact/hooks";
import { TimeChart } from "../../../chart/time-chart";
import type { View } from "../../../chart/view";
import { useText } from "../../../text";
import type { Place } from "../common/place";
import { ExplainSafety } from "./explain-safety";
import { InputSets } from "./input-sets";
import { degrees, factors, integrated, scores } from "./series";
import { useExSos, useSos } from "./use-safety";

const UNIT = [0, 1] as const;

/** SoS with its factors; ExSoS with its degrees and input sets. */
export function Safety({ place, view }: { place: Place; view: View }) {
  const { site } = useText();
  const t = site.safety;
  const sos = useSos(place, view);
  const exSos = useExSos(place, view);
  const [explained, setExplained] = useState<{ what: "sos" | "ex-sos"; time: number }>();
  const series = useMemo(
    () => ({
      scores: sos.data && scores(sos.data, place, t),
      factors: sos.data && factors(sos.data, t),
    }),
    [sos.data, place, t],
  );
  const fuzzy = useMemo(
    () => ({
      degrees: exSos.data && degrees(exSos.data, t),
      integrated: exSos.data && integrated(exSos.data, t),
    }),
    [exSos.data, t],
  );
  const outline = useMemo(
    () => ({
      scores: scores([], place, t),
      factors: factors([], t),
      degrees: degrees([], t),
      integrated: integrated([], t),
    }),
    [place.bank, place.rack, t],
  );
  const common = { view, zone: place.site.time_zone, atLeast: UNIT };
  const ofSos = { ...common, problem: sos.problem, again: sos.again };
  const ofExSos = { ...common, problem: exSos.problem, again: exSos.again };
  const explain = (what: "sos" | "ex-sos") => (time: number) => setExplained({ what, time });
  return (
    <>
      <div class="grid wide">
        <TimeChart
          {...ofSos}
          {...t.sos}
          series={series.scores}
          outline={outline.scores}
          onExplain={explain("sos")}
        >
          {place.rack === undefined && <p class="quiet">{t.sosOfBank}</p>}
        </TimeChart>
        {place.rack !== undefined && (
          <TimeChart
            {...ofSos}
            {...t.factors}
            series={series.factors}
            outline={outline.factors}
            onExplain={explain("sos")}
          />
        )}
        <TimeChart
          {...ofExSos}
          {...t.exsos}
          series={fuzzy.degrees}
          outline={outline.degrees}
          onExplain={explain("ex-sos")}
        />
        <TimeChart
          {...ofExSos}
          {...t.integrated}
          series={fuzzy.integrated}
          outline={outline.integrated}
          onExplain={explain("ex-sos")}
        />
        <InputSets place={place} newest={exSos.data?.at(-1)?.time} />
      </div>
      {explained && (
        <ExplainSafety
          place={place}
          what={explained.what}
          time={explained.time}
          onClose={() => setExplained(undefined)}
        />
      )}
    </>
  );
}
