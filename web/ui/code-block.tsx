import { CopyButton } from "./copy-button";
import "../style/code.css";

/** Code to copy, scrollable by keyboard. */
export const CodeBlock = ({
  label,
  text,
  wraps = false,
  canCopy = false,
}: {
  label: string;
  text: string;
  /** Wraps long lines instead of scrolling. */
  wraps?: boolean;
  canCopy?: boolean;
}) => (
  <div class="code">
    <section class={wraps ? "wraps" : ""} tabIndex={0} aria-label={label}>
      <pre>{text}</pre>
    </section>
    {canCopy && <CopyButton text={text} />}
  </div>
);
