import type { ComponentChildren } from "preact";
import { useAsk } from "../../api/use-ask";
import { useText } from "../../text";
import { Dialog } from "../../ui/dialog";
import { Failure } from "../../ui/failure";
import { Loading } from "../../ui/loading";
import { Nested } from "../../ui/nested";

/** Dialog with the full explanation of an item (`explain=1`) below a summary. */
export function ExplainItem<T extends { explain?: unknown }>({
  id,
  load,
  onClose,
  children,
}: {
  /** Cache key of the request. */
  id: string;
  load: (signal: AbortSignal) => Promise<readonly T[]>;
  onClose: () => void;
  children: (item: T) => ComponentChildren;
}) {
  const { site } = useText();
  const asked = useAsk(`explain ${id}`, async (signal) => (await load(signal))[0] ?? null);
  return (
    <Dialog title={site.explain.title} onClose={onClose}>
      {asked.problem && <Failure problem={asked.problem} again={asked.again} />}
      {asked.data === undefined && !asked.problem && <Loading lines={8} />}
      {asked.data === null && <p>{site.explain.nothing}</p>}
      {asked.data && (
        <>
          {children(asked.data)}
          <h3>{site.explain.all}</h3>
          <Nested value={asked.data.explain} />
        </>
      )}
    </Dialog>
  );
}
