import { CopyButton } from "./copy-button";
import "../style/code.css";

/** A text for elsewhere, as it is. Where it is too long the keys scroll it. */
export const CodeBlock = ({
  label,
  text,
  wraps = false,
  canCopy = false,
}: {
  label: string;
  text: string;
  /** Whether lines that are too long go on below; otherwise they are scrolled to. */
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
