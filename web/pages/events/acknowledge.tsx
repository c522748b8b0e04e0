import { useId, useState } from "preact/hooks";
import { api, got } from "../../api/client";
import type { ProtectionEvent } from "../../api/paths";
import { ApiProblem } from "../../api/problem";
import { useMay } from "../../shell/session";
import { useLanguage, useText } from "../../text";
import { Failure } from "../../ui/failure";
import { momentText } from "../../ui/times";
import type { ShownEvent } from "./list";
import { secondsOfTime } from "./texts";

const MOST_COMMENT = 1000;

/** Acknowledgement of an event, with a form. */
export function Acknowledge({
  event,
  zone,
  onDone,
}: {
  event: ShownEvent;
  zone: string;
  onDone: (event: ProtectionEvent) => void;
}) {
  const { events } = useText();
  const t = events.acknowledge;
  const language = useLanguage();
  const may = useMay("ingest", "admin");
  const { acknowledged: known } = event;
  const time = known && momentText(secondsOfTime(known.at), zone, language);
  return (
    <section class="acknowledge">
      <h3>{t.title}</h3>
      {known && time ? (
        <blockquote>
          <p>{known.comment}</p>
          <footer class="quiet">{known.by ? t.by(known.by, time) : t.byNobody(time)}</footer>
        </blockquote>
      ) : (
        <p>{t.nobody}</p>
      )}
      {!may && <p class="quiet">{t.mayNot}</p>}
      {may && !event.isWithdrawn && <Form id={event.id} isAgain={Boolean(known)} onDone={onDone} />}
    </section>
  );
}

function Form({
  id,
  isAgain,
  onDone,
}: {
  id: number;
  isAgain: boolean;
  onDone: (event: ProtectionEvent) => void;
}) {
  const { events } = useText();
  const t = events.acknowledge;
  const fault = useId();
  const [comment, setComment] = useState("");
  const [isMissing, setMissing] = useState(false);
  const [sent, setSent] = useState<{ isSending?: true; isDone?: true; problem?: ApiProblem }>({});
  const submit = async (submitted: Event) => {
    submitted.preventDefault();
    const text = comment.trim();
    setMissing(!text);
    if (!text || sent.isSending) return;
    setSent({ isSending: true });
    try {
      onDone(await acknowledge(id, text));
      setComment("");
      setSent({ isDone: true });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setSent({ problem: error });
    }
  };
  return (
    <form onSubmit={submit}>
      <label class="field">
        <span>{t.comment}</span>
        <textarea
          rows={2}
          maxLength={MOST_COMMENT}
          placeholder={t.example}
          value={comment}
          aria-invalid={isMissing}
          aria-describedby={fault}
          onInput={(event) => setComment(event.currentTarget.value)}
        />
      </label>
      <p id={fault} class="fault" role="alert">
        {isMissing ? t.needs : ""}
      </p>
      {sent.problem && <Failure problem={sent.problem} />}
      <div class="row">
        <button type="submit" class="primary" disabled={sent.isSending}>
          {isAgain ? t.replace : t.go}
        </button>
        <span role="status">{sent.isDone ? t.done : ""}</span>
      </div>
    </form>
  );
}

const acknowledge = (id: number, comment: string): Promise<ProtectionEvent> =>
  got(
    api.POST("/api/ess-feature/protectionmap/events/{id}/ack/", {
      params: { path: { id } },
      body: { comment },
    }),
  );
