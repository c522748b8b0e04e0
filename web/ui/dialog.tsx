import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { useText } from "../text";
import "../style/dialog.css";

/** Modal dialog. Escape, the button or a click outside closes it and restores the focus. */
export function Dialog({
  title,
  onClose,
  isKept = false,
  children,
}: {
  title: ComponentChildren;
  onClose: () => void;
  /** Set if closing loses content: only a button inside closes the dialog. */
  isKept?: boolean;
  children: ComponentChildren;
}) {
  const { common: t } = useText();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    // Unmounting does not close a dialog, so the browser would not restore the focus.
    return () => before instanceof HTMLElement && before.focus();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onClose={() => (isKept ? dialog.current?.showModal() : onClose())}
      onKeyDown={(event) => {
        // Browsers ignore preventDefault on `cancel` for the second Escape.
        if (isKept && event.key === "Escape") event.preventDefault();
      }}
      onCancel={(event) => {
        event.preventDefault();
        if (!isKept) onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current && !isKept) onClose();
      }}
    >
      <div class="inside">
        <div class="row spread head">
          <h2 id={id} tabIndex={-1} autofocus>
            {title}
          </h2>
          {!isKept && (
            <button type="button" class="plain close" aria-label={t.close} onClick={onClose}>
              <span aria-hidden="true">✕</span>
            </button>
          )}
        </div>
        {children}
      </div>
    </dialog>
  );
}
