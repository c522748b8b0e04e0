import { useCaller } from "../../shell/session";
import { useSites } from "../../shell/sites";
import { inLanguage, useLanguage, useText } from "../../text";
import { momentText } from "../../ui/times";
import { type Key, stateOf } from "./key-state";

const KIND = { active: "good", expired: "warn", revoked: "" } as const;

export function KeyTable({
  keys,
  now,
  zone,
  onRevoke,
}: {
  keys: readonly Key[];
  now: number;
  zone: string;
  onRevoke: (key: Key) => void;
}) {
  const { keys: all } = useText();
  const t = all.list;
  const language = useLanguage();
  const { key: own } = useCaller();
  const time = (text: string | null) =>
    text === null ? undefined : momentText(Date.parse(text) / 1000, zone, language);
  return (
    <section class="scroll" tabIndex={0} aria-label={all.title}>
      <table>
        <thead>
          <tr>
            {[t.name, t.key, t.state, t.scopes, t.sites, t.created, t.expires].map((name) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => {
            const state = stateOf(key, now);
            return (
              <tr key={key.lookup} class={state}>
                <th scope="row">
                  <span id={`name-${key.lookup}`} translate={false}>
                    {key.name}
                  </span>{" "}
                  {key.lookup === own && <span class="badge">{t.own}</span>}
                </th>
                <td>
                  <code>ess_{key.lookup}_…</code>
                </td>
                <td>
                  <span class={`badge ${KIND[state]}`}>{all.states[state]}</span>
                  {key.revoked_at && <small class="quiet">{time(key.revoked_at)}</small>}
                </td>
                <td>
                  <ul class="scopes">
                    {key.scopes.map((scope) => (
                      <li key={scope}>
                        <code title={all.scopes[scope]}>{scope}</code>
                      </li>
                    ))}
                  </ul>
                </td>
                <td>
                  <SiteNames ids={key.sites} />
                </td>
                <td>{time(key.created_at)}</td>
                <td>{time(key.expires_at) ?? t.never}</td>
                <td>
                  {state === "active" && (
                    <button
                      type="button"
                      id={`revoke-${key.lookup}`}
                      aria-labelledby={`revoke-${key.lookup} name-${key.lookup}`}
                      onClick={() => onRevoke(key)}
                    >
                      {t.revoke}
                    </button>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function SiteNames({ ids }: { ids: readonly number[] | null }) {
  const { keys: t } = useText();
  const language = useLanguage();
  const sites = useSites();
  if (ids === null) return <>{t.list.allSites}</>;
  const nameOf = (id: number) => {
    const site = sites.data?.find((one) => one.id === id);
    return site ? inLanguage(site.name, language) : String(id);
  };
  return <>{ids.map(nameOf).join(", ")}</>;
}
