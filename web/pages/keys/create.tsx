import { useId, useState } from "preact/hooks";
import { api, got } from "../../api/client";
import type { Schemas } from "../../api/paths";
import { ApiProblem } from "../../api/problem";
import { useSites } from "../../shell/sites";
import { inLanguage, useLanguage, useText } from "../../text";
import { CopyButton } from "../../ui/copy-button";
import { Dialog } from "../../ui/dialog";
import { Failure } from "../../ui/failure";
import { type Draft, faultOf, PERIODS, type Period, requestOf, SCOPES } from "./draft";

const EMPTY: Draft = { name: "", scopes: [], sites: undefined, period: "90", endsAt: "" };

/** Form for a new key, then the key itself. */
export function Create({
  zone,
  onMade,
  onClose,
}: {
  zone: string;
  onMade: () => void;
  onClose: () => void;
}) {
  const { keys: t } = useText();
  const [draft, setDraft] = useState(EMPTY);
  const [fault, setFault] = useState<ReturnType<typeof faultOf>>();
  const [problem, setProblem] = useState<ApiProblem>();
  const [isSending, setSending] = useState(false);
  const [made, setMade] = useState<Schemas["CreatedApiKey"]>();
  const submit = async (submitted: Event) => {
    submitted.preventDefault();
    const now = Date.now() / 1000;
    const wrong = faultOf(draft, zone, now);
    setFault(wrong);
    if (wrong || isSending) return;
    setSending(true);
    setProblem(undefined);
    try {
      setMade(await got(api.POST("/api/ess/keys/", { body: requestOf(draft, zone, now) })));
      onMade();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
    } finally {
      setSending(false);
    }
  };
  if (made) return <Made made={made} onClose={onClose} />;
  return (
    // Keep the dialog open while the key is created: it could not be shown later.
    <Dialog title={t.create.title} onClose={onClose} isKept={isSending}>
      <form class="create" onSubmit={submit} noValidate>
        <Fields draft={draft} zone={zone} change={(part) => setDraft({ ...draft, ...part })} />
        <p class="fault" role="alert">
          {fault && t.create[fault]}
        </p>
        {problem && <Failure problem={problem} />}
        <button type="submit" class="primary" disabled={isSending}>
          {t.create.go}
        </button>
      </form>
    </Dialog>
  );
}

type Part = { draft: Draft; change: (part: Partial<Draft>) => void };

function Fields({ draft, zone, change }: Part & { zone: string }) {
  const { keys, common } = useText();
  const t = keys.create;
  const about = useId();
  return (
    <>
      <label class="field">
        <span>{t.name}</span>
        <input
          type="text"
          maxLength={100}
          autocomplete="off"
          placeholder={t.nameExample}
          aria-describedby={about}
          value={draft.name}
          onInput={(event) => change({ name: event.currentTarget.value })}
        />
        <small id={about} class="quiet">
          {t.nameWhat}
        </small>
      </label>
      <fieldset>
        <legend>{t.scopes}</legend>
        {SCOPES.map((scope) => (
          <Check
            key={scope}
            isOn={draft.scopes.includes(scope)}
            onChange={(isOn) =>
              change({
                scopes: SCOPES.filter((one) => (one === scope ? isOn : draft.scopes.includes(one))),
              })
            }
          >
            <code>{scope}</code> <span class="quiet">{keys.scopes[scope]}</span>
          </Check>
        ))}
      </fieldset>
      <SiteFields draft={draft} change={change} />
      <div class="row">
        <label class="field">
          <span>{t.expires}</span>
          <select
            value={draft.period}
            onChange={(event) => change({ period: event.currentTarget.value as Period })}
          >
            {PERIODS.map((period) => (
              <option key={period} value={period}>
                {t.periods[period]}
              </option>
            ))}
          </select>
        </label>
        {draft.period === "at" && (
          <label class="field">
            <span>{t.expiresAt}</span>
            <input
              type="datetime-local"
              value={draft.endsAt}
              onInput={(event) => change({ endsAt: event.currentTarget.value })}
            />
          </label>
        )}
        {draft.period === "at" && <span class="quiet">{common.zone(zone)}</span>}
      </div>
    </>
  );
}

function SiteFields({ draft, change }: Part) {
  const { keys } = useText();
  const language = useLanguage();
  const sites = useSites();
  const { sites: chosen } = draft;
  return (
    <fieldset>
      <legend>{keys.create.sites}</legend>
      <label class="check">
        <input
          type="radio"
          name="sites"
          checked={chosen === undefined}
          onChange={() => change({ sites: undefined })}
        />
        {keys.list.allSites}
      </label>
      <label class="check">
        <input
          type="radio"
          name="sites"
          checked={chosen !== undefined}
          onChange={() => change({ sites: [] })}
        />
        {keys.create.onlySites}
      </label>
      {chosen && (
        <div class="only">
          {sites.data?.map(({ id, name }) => (
            <Check
              key={id}
              isOn={chosen.includes(id)}
              onChange={(isOn) =>
                change({ sites: isOn ? [...chosen, id] : chosen.filter((one) => one !== id) })
              }
            >
              {inLanguage(name, language)}
            </Check>
          ))}
        </div>
      )}
    </fieldset>
  );
}

const Check = ({
  isOn,
  onChange,
  children,
}: {
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  children: preact.ComponentChildren;
}) => (
  <label class="check">
    <input
      type="checkbox"
      checked={isOn}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
    <span>{children}</span>
  </label>
);

/** Shows a new key once. It exists only in this dialog. */
function Made({ made, onClose }: { made: Schemas["CreatedApiKey"]; onClose: () => void }) {
  const { keys } = useText();
  const t = keys.created;
  return (
    <Dialog title={t.title} onClose={onClose} isKept>
      <p>
        <strong>{made.name}</strong>
      </p>
      <p class="warning">{t.once}</p>
      <label class="field">
        <span>{t.text}</span>
        <input
          type="text"
          class="key-text"
          readOnly
          value={made.key}
          onFocus={(event) => event.currentTarget.select()}
        />
      </label>
      <CopyButton text={made.key} class="primary" />
      <p class="quiet">{t.how}</p>
      <button type="button" onClick={onClose}>
        {t.done}
      </button>
    </Dialog>
  );
}
