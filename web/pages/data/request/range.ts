const HOUR = 3600;

/** Preset lengths, seconds, ending at the latest row. The last one covers all rows. */
export const PRESETS = {
  hour: HOUR,
  day: 24 * HOUR,
  week: 7 * 24 * HOUR,
  month: 30 * 24 * HOUR,
  all: Number.POSITIVE_INFINITY,
} as const;

export type Preset = keyof typeof PRESETS;
export const PRESET_NAMES = Object.keys(PRESETS) as Preset[];

/** Seconds since 1970, [from, to). */
export type TimeRange = { from: number; to: number };

/** Times of the first and the last row. */
export type Extent = { earliest: number; latest: number };

/** Range of a preset, in whole seconds, including the latest row. */
export function presetRange(preset: Preset, { earliest, latest }: Extent): TimeRange {
  const to = Math.floor(latest) + 1;
  return { from: Math.max(Math.floor(earliest), to - PRESETS[preset]), to };
}

/** Preset of a range, if any. With little data several match: the shortest is returned. */
export const presetOf = (range: TimeRange, extent: Extent): Preset | undefined =>
  PRESET_NAMES.find((preset) => {
    const { from, to } = presetRange(preset, extent);
    return from === range.from && to === range.to;
  });
