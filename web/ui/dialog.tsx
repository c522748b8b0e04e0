import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { useText } from "../text";
import "../style/dialog.css";

/** A window above the page. Escape, its button and a click beside it close it; the focus goes back to where it was. */
export function Dialog({
  title,
  onClose,
  isKept = false,
  children,
}: {
  title: ComponentChildren;
  onClose: () => void;
  /** What it shows is gone with it: it closes by a button of its own alone. */
  isKept?: boolean;
  children: ComponentChildren;
}) {
  const { common: t } = useText();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    // It leaves the page open: the browser would give the focus back only where it is closed.
    return () => before instanceof HTMLElement && before.focus();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onClose={() => (isKept ? dialog.current?.showModal() : onClose())}
      onKeyDown={(event) => {
        // A browser lets `cancel` be prevented once and closes at the second Escape.
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
