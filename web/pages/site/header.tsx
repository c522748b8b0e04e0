import { api, got } from "../../api/client";
import { useAsk } from "../../api/use-ask";
import { useMay } from "../../shell/session";
import { inLanguage, useLanguage, useText } from "../../text";
import { useAddress } from "../../ui/address";
import { Failure } from "../../ui/failure";
import { useNow } from "../../ui/now";
import { digitsOf, numberText } from "../../ui/numbers";
import { agoText, isLate, momentText, secondsOf } from "../../ui/times";
import { columnsOf, type Place, placeKey, type Quantity, UNITS } from "./common/place";

const SHOWN: {
  name: "soc" | "soh" | "power" | "current" | "voltage" | "temperature";
  of: Quantity[];
}[] = [
  { name: "soc", of: ["soc"] },
  { name: "soh", of: ["soh"] },
  { name: "power", of: ["power"] },
  { name: "current", of: ["current"] },
  { name: "voltage", of: ["minVoltage", "maxVoltage"] },
  { name: "temperature", of: ["minTemperature", "maxTemperature"] },
];

/** Name of the site, selection of bank and rack, and latest values. */
export function Header({ place }: { place: Place }) {
  const { common } = useText();
  const language = useLanguage();
  const { site } = place;
  return (
    <header class="site-head">
      <div class="row spread">
        <div>
          <h1>{inLanguage(site.name, language)}</h1>
          <p class="quiet">{common.zone(site.time_zone)}</p>
        </div>
        <PlaceChoice place={place} />
      </div>
      <Newest key={placeKey(place)} place={place} />
    </header>
  );
}

function PlaceChoice({ place: { site, bank, rack } }: { place: Place }) {
  const { common, site: t } = useText();
  const { change } = useAddress();
  const racks = site.banks.find(({ bank_id }) => bank_id === bank)?.racks ?? 0;
  return (
    <fieldset class="row bare">
      <legend class="hidden">{t.place}</legend>
      <label class="field">
        <span>{common.bank}</span>
        <select
          value={bank}
          onChange={(event) => change({ bank: event.currentTarget.value, rack: undefined })}
        >
          {site.banks.map(({ bank_id }) => (
            <option key={bank_id} value={bank_id}>
              {common.bankOf(bank_id)}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span>{common.rack}</span>
        <select
          value={rack ?? ""}
          onChange={(event) =>
            change({ bank: String(bank), rack: event.currentTarget.value || undefined })
          }
        >
          <option value="">{t.allRacks}</option>
          {Array.from({ length: racks }, (_, i) => i + 1).map((id) => (
            <option key={id} value={id}>
              {common.rackOf(id)}
            </option>
          ))}
        </select>
      </label>
    </fieldset>
  );
}

type Row = Record<string, number | string | null>;

/** Latest row of a place. Retries after errors. */
function useNewest(place: Place, latest: string | null | undefined) {
  const { site, bank, rack } = place;
  const columns = Object.values(columnsOf(place)).filter((name) => name !== undefined);
  const query = { fields: ["timestamp", ...columns].join() };
  return useAsk(
    latest ? `latest ${placeKey(place)} ${latest}` : undefined,
    async (signal) => {
      const path = { s: site.id, b: bank };
      const row: unknown = await got(
        rack === undefined
          ? api.GET("/api/ess/operating-sites/{s}/banks/{b}/latest/", {
              params: { path, query },
              signal,
            })
          : api.GET("/api/ess/operating-sites/{s}/banks/{b}/racks/{r}/latest/", {
              params: { path: { ...path, r: rack }, query },
              signal,
            }),
      );
      return row as Row;
    },
    { retrySeconds: RETRY_SECONDS },
  );
}

const RETRY_SECONDS = 30;

/** Latest values and their age. Reserves their space. */
function Newest({ place }: { place: Place }) {
  const { common, site: t } = useText();
  const language = useLanguage();
  const { site, rack } = place;
  const isAllowed = useMay("raw:read");
  const latest = site.components[rack === undefined ? "bank" : "rack"]?.latest;
  const asked = useNewest(place, isAllowed ? latest : undefined);
  const columns = columnsOf(place);
  const value = (quantity: Quantity) => {
    const found = asked.data?.[columns[quantity] ?? ""];
    return typeof found === "number" ? found : null;
  };
  const isLoading = Boolean(latest) && !asked.data && !asked.problem;
  if (!isAllowed) return <p class="card newest">{t.newestMayNot}</p>;
  return (
    <section class="card newest" aria-busy={isLoading}>
      {asked.problem && <Failure problem={asked.problem} again={asked.again} />}
      <dl class="figures">
        {SHOWN.filter(({ of }) => of.some((one) => columns[one] !== undefined)).map(
          ({ name, of }) => (
            <div key={name}>
              <dt>{t.now[name]}</dt>
              <dd>
                {of
                  .map((one) => numberText(value(one), language, { digits: digitsOf(UNITS[one]) }))
                  .join(" – ")}{" "}
                {numberText(0, language, { unit: UNITS[of[0] as Quantity] }).slice(2)}
              </dd>
            </div>
          ),
        )}
      </dl>
      <p class="quiet">
        {asked.data ? (
          <Age row={asked.data} zone={site.time_zone} />
        ) : isLoading ? (
          common.loading
        ) : (
          common.none
        )}
      </p>
    </section>
  );
}

/** Time and age of a row, with a warning if newer rows are overdue. */
function Age({ row, zone }: { row: Row; zone: string }) {
  const { common, fleet } = useText();
  const language = useLanguage();
  const now = useNow();
  const at = typeof row.timestamp === "string" ? secondsOf(row.timestamp, zone) : undefined;
  if (at === undefined) return common.none;
  return (
    <>
      {common.chart.at(momentText(at, zone, language))}, {agoText(at, now, common.ago)}
      {isLate(at, now) && (
        <>
          {" "}
          <span class="badge warn">{fleet.attention.stale}</span>
        </>
      )}
    </>
  );
}
