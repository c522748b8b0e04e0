import { useText } from "../text";

/** Placeholder of the final size, to avoid layout shifts. */
export function Loading({ lines = 3, height }: { lines?: number; height?: number }) {
  const { common: t } = useText();
  return (
    <div
      class="skeleton"
      role="status"
      aria-busy="true"
      style={height ? { height: `${height}px` } : undefined}
    >
      <span class="hidden">{t.loading}</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} class="line" />
      ))}
    </div>
  );
}
