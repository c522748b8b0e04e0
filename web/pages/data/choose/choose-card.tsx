import { COMPONENTS } from "../../../../src/site/site";
import type { Site } from "../../../api/paths";
import { inLanguage, useLanguage, useText } from "../../../text";
import { useAddress } from "../../../ui/address";
import { Choice as Select } from "../../../ui/choice";
import { momentText } from "../../../ui/times";
import type { Choice } from "../request/address";
import type { Names } from "../request/request";
import { RangeFields } from "./range-fields";

/** Selects rows: site, component, bank, rack, names, range. */
export function ChooseCard({
  choice,
  sites,
  mayHave,
}: {
  choice: Choice;
  sites: readonly Site[];
  mayHave: readonly Names[];
}) {
  const { data, common } = useText();
  const t = data.choose;
  const language = useLanguage();
  const { change } = useAddress();
  const { site, component, extent } = choice;
  const time = (seconds: number) => momentText(seconds, site.time_zone, language);
  const [only, ...others] = mayHave;
  return (
    <section class="card" aria-labelledby="data-choose">
      <h2 id="data-choose">{t.title}</h2>
      <div class="row choices">
        <Select
          label={common.site}
          value={String(site.id)}
          options={sites.map(({ id, name }) => [String(id), inLanguage(name, language)])}
          onChange={(id) => change({ ...NOTHING, ...ALL_TIME, site: id })}
        />
        <Select
          label={t.component}
          value={component}
          options={COMPONENTS.map((name) => [name, common.components[name]])}
          onChange={(name) => change({ ...NOTHING, component: name })}
        />
        <SourceChoices choice={choice} />
        <Select
          label={t.names}
          value={choice.names}
          options={mayHave.map((names) => [names, t.namesOf[names]])}
          onChange={(names) => change({ names, fields: undefined, omit: undefined })}
        />
      </div>
      <RangeFields key={site.id} choice={choice} />
      <p class="quiet">
        {common.zone(site.time_zone)}.{" "}
        {extent
          ? t.extent(time(extent.earliest), time(extent.latest))
          : site.database === "ok"
            ? t.noRows
            : t.away}
        {only && others.length === 0 && ` ${t.onlyNames[only]}`}
      </p>
    </section>
  );
}

/** Parameters to reset when another one changes. */
const NOTHING = { bank: undefined, rack: undefined, fields: undefined, omit: undefined };
const ALL_TIME = { from: undefined, to: undefined };

function SourceChoices({ choice: { site, component, bank, rack } }: { choice: Choice }) {
  const { data, common } = useText();
  const t = data.choose;
  const { change } = useAddress();
  const hasBanks = component === "bank" || component === "rack";
  const [first, second] = site.banks;
  const ofBank = site.banks.find(({ bank_id }) => bank_id === bank) ?? (second ? undefined : first);
  const racks = component === "rack" && ofBank ? ofBank.racks : 0;
  const banks = site.banks.map(({ bank_id }): [string, string] => [
    String(bank_id),
    common.bankOf(bank_id),
  ]);
  return (
    <>
      <Select
        label={common.bank}
        value={bank === undefined ? "" : String(bank)}
        options={hasBanks ? [["", t.allBanks], ...banks] : [["", t.noBanks]]}
        isDisabled={!hasBanks}
        onChange={(id) => change({ bank: id || undefined, rack: undefined })}
      />
      <Select
        label={common.rack}
        value={rack === undefined ? "" : String(rack)}
        options={[
          ["", component !== "rack" ? t.noRacks : ofBank ? t.allRacks : t.chooseBank],
          ...Array.from({ length: racks }, (_, i): [string, string] => [
            String(i + 1),
            common.rackOf(i + 1),
          ]),
        ]}
        isDisabled={racks === 0}
        onChange={(id) => change({ rack: id || undefined })}
      />
    </>
  );
}
