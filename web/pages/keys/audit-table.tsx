import type { Schemas } from "../../api/paths";
import { useSites } from "../../shell/sites";
import { inLanguage, useLanguage, useText } from "../../text";
import { sizeText } from "../../ui/sizes";
import { momentText } from "../../ui/times";
import { actionText, type Key } from "./key-state";

type Entry = Schemas["AuditEntry"];

export function AuditTable({
  entries,
  keys,
  zone,
}: {
  entries: readonly Entry[];
  keys: readonly Key[];
  zone: string;
}) {
  const { keys: all } = useText();
  const t = all.audit;
  return (
    <section class="scroll" tabIndex={0} aria-label={t.title}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t.at}</th>
            <th scope="col">{t.who}</th>
            <th scope="col">{t.what}</th>
            <th scope="col">{t.where}</th>
            <th scope="col">{t.range}</th>
            <th scope="col" class="number">
              {t.rows}
            </th>
            <th scope="col" class="number">
              {t.bytes}
            </th>
            <th scope="col">{t.outcome}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <Row
              key={`${entry.request_id} ${entry.action}`}
              entry={entry}
              keys={keys}
              zone={zone}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ entry, keys, zone }: { entry: Entry; keys: readonly Key[]; zone: string }) {
  const { keys: all, common } = useText();
  const t = all.audit;
  const language = useLanguage();
  const sites = useSites();
  const site = sites.data?.find(({ id }) => id === entry.operating_site);
  const time = (text: string | null, of = zone) =>
    text === null ? undefined : momentText(Date.parse(text) / 1000, of, language);
  const { start_time, end_time, outcome } = entry;
  const components: Record<string, string> = common.components;
  const outcomeText =
    outcome === "complete" || outcome === "broken" ? t.outcomes[outcome] : t.outcomes.none;
  const of = site?.time_zone;
  return (
    <tr>
      <td>{time(entry.at)}</td>
      <td>
        {entry.key === null ? (
          t.noKey
        ) : (
          <>
            <span translate={false}>{keys.find(({ lookup }) => lookup === entry.key)?.name}</span>{" "}
            <code>{entry.key}</code>
          </>
        )}
        {entry.by_link && <small class="quiet">{t.byLink}</small>}
      </td>
      <td title={entry.route}>
        {actionText(entry.action, t.actions, (what) => components[what] ?? what)}
      </td>
      <td>{site ? inLanguage(site.name, language) : (entry.operating_site ?? common.none)}</td>
      <td>
        {start_time === null && end_time === null ? (
          common.none
        ) : (
          <>
            {time(start_time, of) ?? t.open} – {time(end_time, of) ?? t.open}
            {of && of !== zone && <small class="quiet">{of}</small>}
          </>
        )}
      </td>
      <td class="number">{entry.rows?.toLocaleString(language) ?? common.none}</td>
      <td class="number">{entry.bytes === null ? common.none : sizeText(entry.bytes, language)}</td>
      <td>
        <span class={`badge ${outcome === "broken" ? "bad" : ""}`}>{outcomeText}</span>
      </td>
    </tr>
  );
}
