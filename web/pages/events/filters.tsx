import { useEffect, useState } from "preact/hooks";
import { BANK_RULES, RACK_RULES } from "../../../src/domain/events/rules";
import type { Site } from "../../api/paths";
import { inLanguage, useLanguage, useText } from "../../text";
import { useAddress } from "../../ui/address";
import { Choice } from "../../ui/choice";
import { secondsOf } from "../../ui/times";
import { type Filter, isNarrowed, PRESETS, UNNARROWED } from "./filter";

/** Filters are collapsed below this width; the same as in the CSS. */
const WIDE = "(min-width: 48rem)";

/** Filter form. Its state is in the URL. */
export function Filters({
  filter,
  sites,
  zone,
}: {
  filter: Filter;
  sites: readonly Site[];
  zone: string;
}) {
  const { events, common } = useText();
  const t = events.filters;
  const language = useLanguage();
  const { change } = useAddress();
  const [isOpen, setOpen] = useState(() => matchMedia(WIDE).matches);
  const site = sites.find(({ id }) => id === filter.site);
  const isOneZone = new Set(sites.map(({ time_zone }) => time_zone)).size === 1 || site;
  return (
    <details
      class="card filters"
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>{t.title}</summary>
      <div class="inside">
        <div class="row">
          <ChoiceOrAll
            label={t.site}
            value={filter.site}
            all={t.allSites}
            options={sites.map(({ id, name }) => [id, inLanguage(name, language)])}
            onChange={(next) =>
              change({ site: next, bank: undefined, rack: undefined, text: undefined })
            }
          />
          <ChoiceOrAll
            label={t.level}
            value={filter.level}
            all={t.allLevels}
            options={[
              [2, common.levels[2]],
              [1, common.levels[1]],
            ]}
            onChange={(level) => change({ level })}
          />
          <ChoiceOrAll
            label={t.code}
            value={filter.code}
            all={t.allCodes}
            options={[...RACK_RULES, ...BANK_RULES].map(({ code, name }) => [
              code,
              inLanguage(name, language),
            ])}
            onChange={(code) => change({ code })}
          />
          {site && <Place filter={filter} site={site} />}
          <label class="check">
            <input
              type="checkbox"
              checked={filter.isOpen}
              onChange={(event) => change({ open: event.currentTarget.checked ? "1" : undefined })}
            />
            {t.open}
          </label>
          {isNarrowed(filter) && (
            <button type="button" class="plain" onClick={() => change(UNNARROWED)}>
              {t.clear}
            </button>
          )}
        </div>
        <div class="row">
          <fieldset class="field">
            <legend>{t.range}</legend>
            <div class="presets">
              {PRESETS.map((preset) => (
                <button
                  key={preset}
                  type="button"
                  aria-pressed={filter.preset === preset}
                  onClick={() => change({ range: preset, from: undefined, to: undefined })}
                >
                  {t.presets[preset]}
                </button>
              ))}
            </div>
          </fieldset>
          <Moment name="from" label={t.from} value={filter.from} />
          <Moment name="to" label={t.to} value={filter.to} />
          <p class="quiet hint">
            {isOneZone ? events.zones(zone) : events.ownZones} {!site && t.siteFirst}
            {isBackwards(filter, zone) && <span class="fault"> {t.backwards}</span>}
          </p>
        </div>
      </div>
    </details>
  );
}

/** Filters that need a selected site. */
function Place({ filter, site }: { filter: Filter; site: Site }) {
  const { events, common } = useText();
  const t = events.filters;
  const { change } = useAddress();
  const racks = site.banks.find(({ bank_id }) => bank_id === filter.bank)?.racks ?? 0;
  return (
    <>
      <ChoiceOrAll
        label={t.bank}
        value={filter.bank}
        all={t.allBanks}
        options={site.banks.map(({ bank_id }) => [bank_id, common.bankOf(bank_id)])}
        onChange={(bank) => change({ bank, rack: undefined })}
      />
      {filter.bank !== undefined && (
        <ChoiceOrAll
          label={t.rack}
          value={filter.rack}
          all={t.allRacks}
          options={Array.from({ length: racks }, (_, i) => [i + 1, common.rackOf(i + 1)])}
          onChange={(rack) => change({ rack })}
        />
      )}
      <TextField value={filter.text} />
    </>
  );
}

function isBackwards({ from, to }: Filter, zone: string): boolean {
  const [start, end] = [from && secondsOf(from, zone), to && secondsOf(to, zone)];
  return Boolean(start && end && start >= end);
}

/** Select with an option for all. */
const ChoiceOrAll = ({
  label,
  value,
  all,
  options,
  onChange,
}: {
  label: string;
  value: number | undefined;
  all: string;
  options: [number, string][];
  onChange: (next: string | undefined) => void;
}) => (
  <Choice
    label={label}
    value={value === undefined ? "" : String(value)}
    options={[["", all], ...options.map(([id, name]): [string, string] => [String(id), name])]}
    onChange={(next) => onChange(next || undefined)}
  />
);

const TYPING_MILLIS = 400;

/** Text filter, debounced. */
function TextField({ value = "" }: { value: string | undefined }) {
  const { events } = useText();
  const { change } = useAddress();
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    const next = text.trim();
    if (next === value) return;
    const timer = setTimeout(() => change({ text: next || undefined }), TYPING_MILLIS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <label class="field">
      <span>{events.filters.text}</span>
      <input
        type="search"
        maxLength={200}
        placeholder={events.filters.textExample}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
    </label>
  );
}

/** Start or end of the range, wall clock of the zone. */
function Moment({
  name,
  label,
  value = "",
}: {
  name: "from" | "to";
  label: string;
  value: string | undefined;
}) {
  const { change } = useAddress();
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type="datetime-local"
        step="1"
        value={value.slice(0, "2026-11-22T09:30:00".length)}
        onChange={(event) =>
          change({ [name]: event.currentTarget.value || undefined, range: undefined })
        }
      />
    </label>
  );
}
