import { parseMoment } from "../../../src/time/instant";
import type { ProtectionEvent, Site } from "../../api/paths";

export const PRESETS = ["24h", "7d", "30d", "all"] as const;
export type Preset = (typeof PRESETS)[number];
const DEFAULT: Preset = "7d";
const HOURS: Record<Preset, number | undefined> = {
  "24h": 24,
  "7d": 168,
  "30d": 720,
  all: undefined,
};

/** Filter in the URL. */
export type Filter = {
  site?: number;
  level?: 1 | 2;
  bank?: number;
  rack?: number;
  code?: number;
  text?: string;
  isOpen: boolean;
  /** Selected preset; undefined for a custom range. */
  preset?: Preset;
  /** Wall clock of the zone. */
  from?: string;
  to?: string;
};

type Query = Record<string, string | undefined>;

/** Parses the URL and ignores invalid values. Bank, rack and text need a site. */
export function readFilter(query: Query): Filter {
  const site = whole(query.site);
  const level = whole(query.level);
  const { from, to } = query;
  const preset = PRESETS.find((one) => one === query.range) ?? DEFAULT;
  const bank = site === undefined ? undefined : whole(query.bank);
  return {
    isOpen: query.open === "1",
    ...(site === undefined ? {} : { site, ...given("text", query.text || undefined) }),
    ...(level === 1 || level === 2 ? { level } : {}),
    ...given("bank", bank),
    ...given("rack", bank === undefined ? undefined : whole(query.rack)),
    ...given("code", whole(query.code)),
    ...(from || to ? { ...given("from", from), ...given("to", to) } : { preset }),
  };
}

const given = <Name extends string, T>(name: Name, value: T | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { [Key in Name]?: T };

function whole(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** Whether any filter besides site and time is set. */
export const isNarrowed = ({ level, bank, code, text, isOpen }: Filter): boolean =>
  isOpen || [level, bank, code, text].some((one) => one !== undefined);

/** Resets all filters except site and time. */
export const UNNARROWED: Query = {
  level: undefined,
  bank: undefined,
  rack: undefined,
  code: undefined,
  text: undefined,
  open: undefined,
};

/** Zone of the range: that of the site, the common one of all sites, or UTC. */
export function zoneOf(filter: Filter, sites: readonly Site[]): string {
  const shown = sites.filter(({ id }) => filter.site === undefined || id === filter.site);
  const zones = new Set(shown.map(({ time_zone }) => time_zone));
  return zones.size === 1 ? [...zones].join() : "UTC";
}

/** Seconds since 1970, [from, to); undefined if unbounded. */
export type Bounds = { from?: number; to?: number };

export function boundsOf(filter: Filter, zone: string, now: number): Bounds {
  const hours = filter.preset && HOURS[filter.preset];
  if (filter.preset) return hours === undefined ? {} : { from: now - hours * 3600 };
  const seconds = (text: string | undefined) => {
    const micros = text && parseMoment(text, zone);
    return typeof micros === "number" ? micros / 1_000_000 : undefined;
  };
  return { ...given("from", seconds(filter.from)), ...given("to", seconds(filter.to)) };
}

/** Common parameters of event lists and counts. */
export function queryOf(filter: Filter, bounds: Bounds) {
  const time = (seconds: number) => new Date(seconds * 1000).toISOString();
  const { level, code, isOpen } = filter;
  return {
    ...given("start-time", bounds.from === undefined ? undefined : time(bounds.from)),
    ...given("end-time", bounds.to === undefined ? undefined : time(bounds.to)),
    ...given("level", level),
    ...given("error_code", code),
    ...(isOpen ? { open: "1" as const } : {}),
  };
}

/** Parameters that need a site. */
export const placeQuery = ({ bank, rack, text }: Pick<Filter, "bank" | "rack" | "text">) => ({
  ...given("bank", bank),
  ...given("rack", rack),
  ...given("message", text),
});

/** Whether a new event matches the filter, by the rules of the API. */
export function passes(event: ProtectionEvent, filter: Filter, { from, to }: Bounds): boolean {
  const start = Date.parse(String(event.timestamp)) / 1000;
  const end = event.end ? Date.parse(String(event.end)) / 1000 : Number.POSITIVE_INFINITY;
  const texts = [event.description, event.description_eng].map((text) => text.toLowerCase());
  const { site, level, bank, rack, code, text } = filter;
  const same = (wanted: unknown, own: unknown) => wanted === undefined || wanted === own;
  return (
    same(site, event.operating_site) &&
    same(level, event.level.id) &&
    same(bank, event.bank_id) &&
    same(rack, event.rack_id) &&
    same(code, event.error_code.id) &&
    (text === undefined || texts.some((own) => own.includes(text.toLowerCase()))) &&
    (!filter.isOpen || !event.end) &&
    (to === undefined || start < to) &&
    (from === undefined || end > from)
  );
}
