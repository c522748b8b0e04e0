import { useEffect, useState } from "preact/hooks";
import { useText } from "../text";

const SHOWN_MS = 2500;

/** Copies a text and announces it, also to screen readers. */
export function CopyButton({
  text,
  label,
  class: name,
}: {
  text: string;
  label?: string;
  class?: string;
}) {
  const { common: t } = useText();
  const [done, setDone] = useState<"copied" | "failed">();
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [done]);
  useEffect(() => setDone(undefined), [text]);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setDone("copied"),
      () => setDone("failed"),
    );
  const said = done === "copied" ? t.copied : done === "failed" ? t.copyFailed : "";
  return (
    <span class="copy">
      <button type="button" class={name} onClick={copy}>
        {label ?? t.copy}
      </button>
      <span role="status">{said}</span>
    </span>
  );
}
