import { useId } from "preact/hooks";
import type { ExsosExplanation } from "../../../../src/domain/indicators/exsos";
import { useAsk } from "../../../api/use-ask";
import { useLanguage, useText } from "../../../text";
import { Failure } from "../../../ui/failure";
import { Loading } from "../../../ui/loading";
import { numberText } from "../../../ui/numbers";
import { momentText } from "../../../ui/times";
import { type Place, placeKey } from "../common/place";
import { CLASSES } from "./series";
import { unitOf } from "./units";
import { askExplained } from "./use-safety";

/** Fuzzy sets of the latest ExSoS in the view, with their input means. */
export function InputSets({
  place,
  newest,
}: {
  place: Place;
  newest: string | number | undefined;
}) {
  const { site } = useText();
  const t = site.safety;
  const language = useLanguage();
  const id = useId();
  const zone = place.site.time_zone;
  const at = newest === undefined ? undefined : Number(newest) / 1000;
  const asked = useAsk(
    at === undefined ? undefined : `sets ${placeKey(place)} ${at}`,
    async (signal) => {
      const [item] = await askExplained(place, "ex-sos", at ?? 0, signal);
      return { inputs: (item?.explain as ExsosExplanation | undefined)?.inputs ?? [] };
    },
  );
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>{t.sets.title}</h2>
      <p class="quiet">{t.sets.about}</p>
      {asked.problem && <Failure problem={asked.problem} again={asked.again} />}
      {!asked.data && !asked.problem && at !== undefined && <Loading height={320} lines={6} />}
      {at !== undefined && asked.data && (
        <p class="quiet">
          {momentText(at, zone, language)} ({zone})
        </p>
      )}
      {asked.data?.inputs.length === 0 && <p>{site.explain.nothing}</p>}
      {asked.data?.inputs.map((input) => (
        <Sets key={input.name} input={input} />
      ))}
    </section>
  );
}

const [WIDTH, HEIGHT, PAD] = [480, 130, 18];

function Sets({ input }: { input: ExsosExplanation["inputs"][number] }) {
  const { site } = useText();
  const t = site.safety;
  const language = useLanguage();
  const title = t.quantities[input.name];
  const anchors = CLASSES.map(([name]) => input.anchors[name] ?? 0);
  const span = (anchors.at(-1) ?? 1) - (anchors[0] ?? 0);
  const ends = [(anchors[0] ?? 0) - span / 2, (anchors.at(-1) ?? 0) + span / 2, input.mean];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const x = (value: number) => PAD + ((value - low) / (high - low)) * (WIDTH - 2 * PAD);
  const y = (degree: number) => HEIGHT - PAD - degree * (HEIGHT - 2 * PAD);
  const text = (value: number) =>
    numberText(value, language, { digits: 3, unit: unitOf(input.name) });
  const degrees = CLASSES.map(
    ([name]) => `${t.classes[name]} ${numberText(input.degrees[name], language, { digits: 2 })}`,
  ).join(", ");
  return (
    <figure class="sets">
      <figcaption>
        {title}: <strong>{t.mean(text(input.mean))}</strong> → {degrees}
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${title}: ${degrees}`}>
        <line class="axis" x1={PAD} x2={WIDTH - PAD} y1={y(0)} y2={y(0)} />
        {CLASSES.map(([name, color], i) => {
          const before = anchors[i - 1] ?? ends[0] ?? 0;
          const after = anchors[i + 1] ?? ends[1] ?? 0;
          const points = [
            [before, i === 0 ? 1 : 0],
            [anchors[i] ?? 0, 1],
            [after, i === anchors.length - 1 ? 1 : 0],
          ];
          return (
            <polyline
              key={name}
              class={`set s${color}`}
              points={points.map(([value = 0, degree = 0]) => `${x(value)},${y(degree)}`).join(" ")}
            />
          );
        })}
        <line class="mean" x1={x(input.mean)} x2={x(input.mean)} y1={PAD / 2} y2={y(0)} />
        <text x={PAD} y={HEIGHT - 3}>
          {text(low)}
        </text>
        <text x={WIDTH - PAD} y={HEIGHT - 3} text-anchor="end">
          {text(high)}
        </text>
      </svg>
    </figure>
  );
}
