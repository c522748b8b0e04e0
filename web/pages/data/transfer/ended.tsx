import { useLanguage, useText } from "../../../text";
import { CopyButton } from "../../../ui/copy-button";
import { Failure } from "../../../ui/failure";
import { sizeText } from "../../../ui/sizes";
import { type DataRequest, fileNameOf, formatOf } from "../request/request";
import type { Outcome } from "./receive";
import type { Transfer } from "./transfer";

/** Result of a download, with advice. */
export function Ended({
  transfer,
  onAgain,
  onClose,
}: {
  transfer: Transfer;
  onAgain: (request: DataRequest) => void;
  onClose: () => void;
}) {
  const t = useText().data.file;
  if (transfer.state === "failed") {
    return <Failure problem={transfer.problem} again={() => onAgain(transfer.request)} />;
  }
  if (transfer.state !== "ended") return <div role="status" />;
  const { request, outcome } = transfer;
  const isComplete = outcome.kind === "complete";
  return (
    <div
      class={`ended ${isComplete ? "good" : outcome.kind === "cancelled" ? "" : "bad"}`}
      role="status"
    >
      <Told outcome={outcome} request={request} />
      <div class="row">
        {isComplete ? (
          <CopyButton text={outcome.sha256} label={t.copyDigest} />
        ) : (
          <button type="button" onClick={() => onAgain(request)}>
            {t.again}
          </button>
        )}
        <button type="button" onClick={onClose}>
          {t.close}
        </button>
      </div>
    </div>
  );
}

function Told({ outcome, request }: { outcome: Outcome; request: DataRequest }) {
  const { data, common } = useText();
  const t = data.file;
  const language = useLanguage();
  const number = (value: number) => value.toLocaleString(language);
  if (outcome.kind === "cancelled") return <p>{t.cancelled}</p>;
  if (outcome.kind === "unsaved") return <p>{t.unsaved}</p>;
  if (outcome.kind === "complete") {
    return (
      <>
        <strong>{t.complete(number(outcome.rows), sizeText(outcome.bytes, language))}</strong>
        <p class="name">
          <code>{fileNameOf(request)}</code>
        </p>
        <p>{t.proof[formatOf(request).proof]}</p>
        <p class="digest">
          {t.sha256}: <code>{outcome.sha256}</code>
        </p>
      </>
    );
  }
  const { fault, rows, announced } = outcome;
  return (
    <>
      <strong>
        {fault === "altered"
          ? t.damaged
          : t.incomplete(number(rows), announced === undefined ? common.none : number(announced))}
      </strong>
      <p>
        {t.faults[fault]} {t.discarded} {t.retry}
      </p>
    </>
  );
}
