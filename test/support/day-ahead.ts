import {
  analogForecast,
  meanCourse,
  type PastDay,
  weighingOf,
} from "../../src/domain/forecast/analog.ts";
import type { Situation } from "../../src/domain/forecast/situation.ts";
import { targetOf } from "../../src/domain/forecast/targets.ts";
import {
  isOf2023,
  meansOf,
  type PanliChannel,
  type PanliDay,
  panliDates,
  readPanliDay,
} from "./panli-days.ts";

/** The hours that days are forecast from. */
export const ORIGIN_HOURS = [0, 6, 8, 10, 12, 14, 16, 19] as const;

type Kind = {
  name: string;
  channel: PanliChannel;
  target: Parameters<typeof targetOf>[0];
  unit: string;
  decimals: number;
};

/** Mean cell voltage, highest temperature and gap of the cells. */
export const KINDS: readonly Kind[] = [
  {
    name: "voltage of the mean cell",
    channel: "voltage",
    target: "dc_voltage",
    unit: "mV",
    decimals: 1,
  },
  {
    name: "highest temperature",
    channel: "temperature",
    target: "max_cell_temperature",
    unit: "degC",
    decimals: 2,
  },
  { name: "gap of the cells", channel: "gap", target: "cell_voltage_gap", unit: "mV", decimals: 2 },
];

export type Day = { date: string; ten: PanliDay; newest: PanliDay };

/** All days as ten-minute means, and as means of ten seconds, of which the newest are taken. */
export const readDays = (): Promise<Day[]> =>
  Promise.all(
    panliDates.map(async (date) => {
      const day = await readPanliDay(date);
      const means = (seconds: number) =>
        Object.fromEntries(
          Object.entries(day).map(([name, values]) => [
            name,
            typeof values === "string" ? values : meansOf(values, seconds),
          ]),
        ) as PanliDay;
      return { date, ten: means(600), newest: means(10) };
    }),
  );

const MOST_BEFORE = 36;
const DAY_STEPS = 144;

function situationAt({ ten, newest }: Day, step: number, channel: PanliChannel): Situation {
  const perStep = newest.voltage.length / DAY_STEPS;
  // The files begin at midnight: there the first values are the newest.
  const at = (values: Float64Array) => values[Math.max(0, step * perStep - 1)] as number;
  const before = (values: Float64Array) => values.subarray(Math.max(0, step - MOST_BEFORE), step);
  return {
    voltage: at(newest.voltage),
    current: at(newest.current),
    soc: at(newest.soc),
    temperature: at(newest.temperature),
    gap: at(newest.gap),
    target: at(newest[channel]),
    before: {
      voltage: before(ten.voltage),
      current: before(ten.current),
      temperature: before(ten.temperature),
    },
  };
}

/** Errors over the days of 2023, each forecast at an hour from all earlier days to its own end. */
export function replay(days: readonly Day[], { channel, target }: Kind, hour: number) {
  const step = hour * 6;
  const past = (day: Day): PastDay => ({
    situation: situationAt(day, step, channel),
    came: day.ten[channel].subarray(step),
  });
  const totals = { last: 0, mean: 0, analog: 0, square: 0, covered: 0, width: 0, count: 0 };
  days.forEach((day, i) => {
    if (!isOf2023(day.date)) return;
    const { situation, came } = past(day);
    const earlier = days.slice(0, i).toReversed().map(past);
    const made = analogForecast(situation, earlier, weighingOf(targetOf(target), hour * 60));
    const meanDay = meanCourse(earlier);
    came.forEach((value, k) => {
      const error = (made.value[k] as number) - value;
      totals.last += Math.abs((earlier[0]?.came[k] as number) - value);
      totals.mean += Math.abs((meanDay[k] as number) - value);
      totals.analog += Math.abs(error);
      totals.square += error ** 2;
      const [low = Number.NaN, high = Number.NaN] = [made.low?.[k], made.high?.[k]];
      totals.covered += low <= value && value <= high ? 1 : 0;
      totals.width += high - low;
      totals.count++;
    });
  });
  const per = (total: number) => total / totals.count;
  return {
    last: per(totals.last),
    mean: per(totals.mean),
    analog: per(totals.analog),
    rmse: Math.sqrt(per(totals.square)),
    coverage: per(totals.covered),
    width: per(totals.width),
  };
}
