import { useEffect, useState } from "preact/hooks";
import { api, got } from "../../api/client";
import type { Schemas } from "../../api/paths";
import { useAsk } from "../../api/use-ask";
import { useText } from "../../text";
import { useAddress } from "../../ui/address";
import { Failure } from "../../ui/failure";
import { Loading } from "../../ui/loading";
import { AuditTable } from "./audit-table";
import type { Key } from "./key-state";

type Entry = Schemas["AuditEntry"];
const PAGE = 50;

/** Audit log. */
export function Audit({
  keys,
  zone,
  turn,
}: {
  keys: readonly Key[];
  zone: string;
  /** Another number reloads the list. */
  turn: number;
}) {
  const { keys: all } = useText();
  const t = all.audit;
  const { query, change } = useAddress();
  const [entries, setEntries] = useState<readonly Entry[]>();
  const [reached, setReached] = useState<{ list: string; before: number }>();
  const key = query.key;
  const list = `${turn} ${key}`;
  const before = reached?.list === list ? reached.before : undefined;
  const asked = useAsk(`audit ${list} ${before}`, async (signal) => ({
    list,
    before,
    ...(await askPage(key, before, signal)),
  }));
  useEffect(() => {
    const page = asked.data;
    if (page?.list !== list) return;
    setEntries((known) =>
      page.before === undefined ? page.results : [...(known ?? []), ...page.results],
    );
  }, [asked.data]);
  const next = asked.data?.list === list ? asked.data.next : undefined;
  return (
    <div class="card audit" aria-busy={asked.isLoading}>
      <div class="row spread">
        <div>
          <h2>{t.title}</h2>
          <p class="quiet">{t.about}</p>
        </div>
        <label class="field">
          <span>{t.of}</span>
          <select
            value={key ?? ""}
            onChange={(event) => change({ key: event.currentTarget.value || undefined })}
          >
            <option value="">{t.everybody}</option>
            {keys.map(({ lookup, name }) => (
              <option key={lookup} value={lookup} translate={false}>
                {name} ({lookup})
              </option>
            ))}
          </select>
        </label>
      </div>
      {asked.problem && <Failure problem={asked.problem} again={asked.again} />}
      {!entries && !asked.problem && <Loading lines={6} />}
      {entries?.length === 0 && <p class="empty quiet">{t.empty}</p>}
      {entries && entries.length > 0 && (
        <>
          <AuditTable entries={entries} keys={keys} zone={zone} />
          {next ? (
            <button
              type="button"
              class="older"
              disabled={asked.isLoading}
              onClick={() => setReached({ list, before: next })}
            >
              {t.older}
            </button>
          ) : (
            <p class="quiet older">{t.end}</p>
          )}
        </>
      )}
    </div>
  );
}

async function askPage(key: string | undefined, before: number | undefined, signal: AbortSignal) {
  const query = {
    page_size: PAGE,
    ...(key === undefined ? {} : { key }),
    ...(before === undefined ? {} : { before }),
  };
  const { results, next } = await got(api.GET("/api/ess/audit/", { params: { query }, signal }));
  const older = next && new URL(next).searchParams.get("before");
  return { results, next: older ? Number(older) : undefined };
}
