import { type Steps, stepAt } from "../../time/grid.ts";
import { type TimeFormat, timeText } from "../../time/instant.ts";
import { type Profile, QUANTITIES } from "./profiles.ts";
import type { Sample } from "./sample.ts";
import { explainSos, factorOf, INPUTS } from "./sos.ts";

type Writing = {
  site: { id: number; timeZone: string };
  /** What the numbers of the windows count. */
  steps: Steps;
  profile: Profile;
  timeFormat: TimeFormat;
  explain: boolean;
};

/** Items per text. Texts above about 100 kB are garbage-collected late. */
const ITEMS_OF_A_TEXT = 250;

/**
 * JSON objects of SoS, some hundred in each text and joined by commas there, from complete samples: lines of bank,
 * rack, number of the window and the inputs, tab-separated. Made when they are taken;
 * without an object for each sample that takes two thirds of the time.
 */
export function* sosRows(text: string, writing: Writing): Generator<string> {
  const lines = text === "" ? [] : text.split("\n");
  for (let at = 0; at < lines.length; at += ITEMS_OF_A_TEXT) {
    yield lines
      .slice(at, at + ITEMS_OF_A_TEXT)
      .map((line) => itemOf(line, writing))
      .join(",");
  }
}

function itemOf(line: string, { site, steps, profile, timeFormat, explain }: Writing): string {
  const [bank, rack, number, ...inputs] = line.split("\t");
  const time = timeText(stepAt(steps, Number(number)), site.timeZone, timeFormat);
  let item = `{"time":${JSON.stringify(time)},"operating_site":${site.id},"bank_id":${bank},"rack_id":${rack}`;
  let score = 1;
  QUANTITIES.forEach((quantity, i) => {
    const factor = factorOf(Number(inputs[i]), quantity, profile);
    score *= factor;
    item += `,"${quantity}":${factor}`;
  });
  item += `,"sos_score":${score}`;
  if (explain) item += `,"explain":${JSON.stringify(explainSos(sampleOf(inputs), profile))}`;
  return `${item}}`;
}

const sampleOf = (inputs: readonly string[]): Sample =>
  Object.fromEntries(INPUTS.map((measure, i) => [measure, Number(inputs[i])]));
