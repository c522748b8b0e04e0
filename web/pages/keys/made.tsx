import type { Schemas } from "../../api/paths";
import { useText } from "../../text";
import { CopyButton } from "../../ui/copy-button";
import { Dialog } from "../../ui/dialog";

/** Shows a new key once. It exists only in this dialog. */
export function Made({ made, onClose }: { made: Schemas["CreatedApiKey"]; onClose: () => void }) {
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
