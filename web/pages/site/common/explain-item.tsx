import type { ComponentChildren } from "preact";
import { useAsk } from "../../../api/use-ask";
import { useLanguage, useText } from "../../../text";
import { Dialog } from "../../../ui/dialog";
import { Failure } from "../../../ui/failure";
import { Loading } from "../../../ui/loading";
import { numberText } from "../../../ui/numbers";

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

/** JSON as nested lists. Names stay English, as in the API. */
function Nested({ value }: { value: unknown }) {
  const language = useLanguage();
  if (Array.isArray(value) && value.every((one) => typeof one === "number")) {
    return <code>{value.map((one) => numberText(one, language, { digits: 4 })).join(", ")}</code>;
  }
  if (Array.isArray(value)) {
    return (
      <ol>
        {value.map((one) => (
          <li key={JSON.stringify(one)}>
            <Nested value={one} />
          </li>
        ))}
      </ol>
    );
  }
  if (value && typeof value === "object") {
    return (
      <dl class="nested" lang="en">
        {Object.entries(value).map(([name, one]) => (
          <div key={name}>
            <dt>
              <code>{name}</code>
            </dt>
            <dd>
              <Nested value={one} />
            </dd>
          </div>
        ))}
      </dl>
    );
  }
  if (typeof value === "number") return <>{numberText(value, language, { digits: 6 })}</>;
  return <>{value === null || value === undefined ? "–" : String(value)}</>;
}
