import { useState } from "preact/hooks";
import { api, got } from "../../api/client";
import { ApiProblem } from "../../api/problem";
import { setKey } from "../../api/session";
import { useCaller } from "../../shell/session";
import { useText } from "../../text";
import { Dialog } from "../../ui/dialog";
import { Failure } from "../../ui/failure";
import type { Key } from "./key-state";

/** Confirmation before a key is revoked. */
export function Revoke({
  revoked: { lookup, name },
  onClose,
  onDone,
}: {
  revoked: Key;
  onClose: () => void;
  onDone: (key: Key) => void;
}) {
  const { keys, common } = useText();
  const t = keys.revoking;
  const isOwn = useCaller().key === lookup;
  const [problem, setProblem] = useState<ApiProblem>();
  const [isSending, setSending] = useState(false);
  const revoke = async () => {
    setSending(true);
    setProblem(undefined);
    try {
      const path = "/api/ess/keys/{lookup}/" as const;
      onDone(await got(api.DELETE(path, { params: { path: { lookup } } })));
      if (isOwn) setKey(undefined);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
      setSending(false);
    }
  };
  return (
    <Dialog title={t.title(name)} onClose={onClose}>
      <p>{t.what(lookup)}</p>
      {isOwn && <p class="warning">{t.own}</p>}
      {problem && <Failure problem={problem} />}
      <div class="row">
        <button type="button" class="danger" disabled={isSending} onClick={revoke}>
          {t.go}
        </button>
        <button type="button" onClick={onClose}>
          {common.cancel}
        </button>
      </div>
    </Dialog>
  );
}
