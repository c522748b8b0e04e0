import { useState } from "preact/hooks";
import { api, got } from "../../api/client";
import { useAsk } from "../../api/use-ask";
import { useMay } from "../../shell/session";
import { useText } from "../../text";
import { useAddress } from "../../ui/address";
import { Failure } from "../../ui/failure";
import { Loading } from "../../ui/loading";
import { MayNot } from "../../ui/may-not";
import { useNow } from "../../ui/now";
import { useTitle } from "../../ui/title";
import { Audit } from "./audit";
import { Create } from "./create";
import { type Key, stateOf } from "./key-state";
import { KeyTable } from "./key-table";
import { Revoke } from "./revoke";
import "../../style/keys.css";

/** `/keys`: API keys and audit log. */
export function Keys() {
  const { keys: t } = useText();
  useTitle(t.title);
  if (useMay("admin")) return <AllKeys />;
  return <MayNot page={t.title} title={t.mayNot} what={t.mayNotWhat} />;
}

function AllKeys() {
  const { keys: t, common } = useText();
  const { query, change } = useAddress();
  const now = useNow(30);
  const zone = useOwnZone();
  const [isCreating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<Key>();
  const [told, setTold] = useState("");
  const asked = useAsk("keys", (signal) => got(api.GET("/api/ess/keys/", { signal })));
  const [turn, setTurn] = useState(0);
  const askAgain = () => {
    asked.again();
    setTurn(turn + 1);
  };
  const all = asked.data?.keys;
  const showsAll = query.all === "1";
  const shown = all?.filter((key) => showsAll || stateOf(key, now) === "active");
  return (
    <div class="keys stack">
      <div class="row spread">
        <div>
          <h1>{t.title}</h1>
          <p class="quiet">{t.about}</p>
        </div>
        <button type="button" class="primary" onClick={() => setCreating(true)}>
          {t.add}
        </button>
      </div>
      <p role="status" class={told ? "done" : "hidden"}>
        {told}
      </p>
      {asked.problem && <Failure problem={asked.problem} again={asked.again} />}
      {!all && !asked.problem && (
        <div class="card">
          <Loading lines={6} />
        </div>
      )}
      {all?.length === 0 && (
        <div class="card empty">
          <h2>{t.empty}</h2>
          <p class="quiet">{t.emptyWhat}</p>
        </div>
      )}
      {all && shown && all.length > 0 && (
        <div class="card">
          <div class="row spread">
            <label class="check">
              <input
                type="checkbox"
                checked={showsAll}
                onChange={(event) => change({ all: event.currentTarget.checked ? "1" : undefined })}
              />
              {t.list.showRevoked}
            </label>
            <span class="quiet">{common.zone(zone)}</span>
          </div>
          <KeyTable keys={shown} now={now} zone={zone} onRevoke={setRevoking} />
        </div>
      )}
      {(all || asked.problem) && <Audit keys={all ?? []} zone={zone} turn={turn} />}
      {isCreating && <Create zone={zone} onMade={askAgain} onClose={() => setCreating(false)} />}
      {revoking && (
        <Revoke
          revoked={revoking}
          onClose={() => setRevoking(undefined)}
          onDone={(key) => {
            setRevoking(undefined);
            setTold(t.revoking.done(key.name));
            askAgain();
          }}
        />
      )}
    </div>
  );
}

/** Keys belong to no site, so their times are in the zone of the browser. */
const useOwnZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
