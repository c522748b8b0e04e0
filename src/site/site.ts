/** A text in the two languages of the API. */
export type Text = { ko: string; en: string };

export const COMPONENTS = ["bank", "rack", "pcs", "etc"] as const;
export type Component = (typeof COMPONENTS)[number];

/** `Bank` for `bank`, as names of operations and schemas are made of it. */
export const capitalised = (component: Component): string =>
  `${component[0]?.toUpperCase()}${component.slice(1)}`;

/** Postgres types of the columns. `text` columns hold a JSON object of numbers, e.g. `{"rack1":0}`. */
export type ColumnType = "timestamptz" | "integer" | "double precision" | "text";

/** What a value is made into on its way out: so many times it, or of a time the seconds since a moment (microseconds). */
export type Conversion = { times: number } | { secondsSince: number };

/** Measurements of a battery that general code asks for. */
export const MEASUREMENT_ROLES = [
  "soc",
  "soh",
  "power",
  "dc-voltage",
  "dc-current",
  "cell-voltage-max",
  "cell-voltage-max-position",
  "cell-voltage-min",
  "cell-voltage-min-position",
  "cell-voltage-gap",
  "cell-voltage-mean",
  "cell-temperature-max",
  "cell-temperature-max-position",
  "cell-temperature-min",
  "cell-temperature-min-position",
  "cell-temperature-gap",
  "charge-current-sensor",
  "discharge-current-sensor",
] as const;

/** Flags of protection, 1 = active. */
export const FLAG_ROLES = [
  "temperature-imbalance-warning",
  "temperature-imbalance-fault",
  "under-temperature-warning",
  "under-temperature-fault",
  "over-temperature-warning",
  "over-temperature-fault",
  "voltage-imbalance-warning",
  "voltage-imbalance-fault",
  "under-voltage-warning",
  "under-voltage-fault",
  "over-voltage-warning",
  "over-voltage-fault",
  "charge-over-current-warning",
  "charge-over-current-fault",
  "discharge-over-current-warning",
  "discharge-over-current-fault",
  "charge-relay-fault",
  "discharge-relay-fault",
  "negative-fuse-fault",
  "positive-fuse-fault",
  "tray-rack-communication-fault",
  "master-rack-communication-fault",
] as const;

export type MeasurementRole = (typeof MEASUREMENT_ROLES)[number];
export type FlagRole = (typeof FLAG_ROLES)[number];

/** What a column says of its component, whatever its name is. Look columns up with `columnOf` (roles.ts). */
export type Role = MeasurementRole | FlagRole;

export type Column = {
  /** Exactly as in the database, case and spelling included. */
  name: string;
  type: ColumnType;
  /** At most one column of a component has a role. */
  role?: Role;
  /** Unit of the value, e.g. `%`, `V`, `degC`; absent for flags, counters and codes. */
  unit?: string;
  description: Text;
  /** Name on the wire where it is not the lower-case name: that of a de-identified column. */
  wire?: string;
  /** Of a de-identified object: the key by which the names in it are replaced, 64 hex digits. */
  innerKey?: string;
  /** Of a column under a name of another format that has another unit for it. */
  conversion?: Conversion;
};

/** Names of the safety profiles: the limits used by the safety indicators. */
export type SafetyProfile = "33J" | "41J";

export type Bank = { id: number; racks: number };

export type Site = {
  id: number;
  name: Text;
  /** IANA time zone of the site's wall clock, its days and its buckets. */
  timeZone: string;
  safetyProfile: SafetyProfile;
  /** Limits that events are derived from where the BMS gives no flag; only what was published for the site. */
  protectionProfile?: SafetyProfile;
  banks: readonly Bank[];
  cellsInSeries: number;
  cellsInParallel: number;
  /** Cells in series in one module; positions of cells run through the modules of a rack. [S: doc2/8/16] */
  cellsPerModule: number;
  /** Rated capacity of one rack, Ah. */
  rackCapacityAh: number;
  components: Record<Component, readonly Column[]>;
  /**
   * Columns that de-identified answers hide although none of the words fault, warning and protection is in
   * their names. What belongs here is whatever reports, causes or limits an abnormal state.
   */
  sensitive?: Partial<Record<Component, readonly string[]>>;
};

/** Largest value of Postgres' integer. */
export const MOST_INTEGER = 2_147_483_647;

/** Longest text of an object: real ones have some hundred characters. */
export const MOST_OBJECT_CHARACTERS = 5000;

/** A component of a site: what names of columns and wall clock are read against. */
export type Place = { site: Site; component: Component };

/** Names of the key columns, the same at every site. */
export const BANK_ID = "BANK_ID";
export const RACK_ID = "RACK_ID";
export const TIMESTAMP = "TIMESTAMP";

/** Columns that identify a row of a component; the natural key of its table. */
export const KEYS: Record<Component, readonly string[]> = {
  bank: [BANK_ID, TIMESTAMP],
  rack: [BANK_ID, RACK_ID, TIMESTAMP],
  pcs: [TIMESTAMP],
  etc: [TIMESTAMP],
};

/** Name of a column on the wire: lower case, spelling kept, unless it has another one there. */
export const wireName = (column: Column): string => column.wire ?? column.name.toLowerCase();

/**
 * Columns that our tables have beside the site's own, for every component. Tables of others lack them.
 * QUALITY is the mask of implausible values, WRITTEN the time of the last write that changed something,
 * REVISION 0 for a row as first written and one more with each correction.
 */
export const QUALITY: Column = {
  name: "ess_quality",
  wire: "quality",
  type: "integer",
  description: {
    ko: "있을 수 없는 값의 비트 마스크, 0 = 없음",
    en: "Mask of implausible values, 0 = none",
  },
};
export const WRITTEN = "ess_written";
export const REVISION = "ess_revision";
