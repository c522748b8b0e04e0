import { useEffect, useRef, useState } from "preact/hooks";
import { useText } from "../../text";
import { useAddress } from "../../ui/address";
import { Loading } from "../../ui/loading";
import { byTag, isFound, type Operation } from "./openapi";
import { useSay } from "./words";

/** From this width the list stands beside the content; the same as in the CSS. */
const WIDE = "(min-width: 64rem)";

/** Searchable list of operations by tag. */
export function Navigation({
  operations,
  current,
  search,
}: {
  operations: readonly Operation[];
  current: string | undefined;
  search: string;
}) {
  const { docs: t } = useText();
  const say = useSay();
  const { change } = useAddress();
  const [isOpen, setOpen] = useState(() => beginsOpen(search));
  const found = search.trim()
    ? operations.filter((one) => isFound(one, search.trim(), `${say(one.summary)} ${say(one.tag)}`))
    : operations;
  return (
    <details
      class="card contents"
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>{t.navigation}</summary>
      <label class="field">
        <span>{t.search}</span>
        <input
          type="search"
          placeholder={t.searchExample}
          value={search}
          onInput={(event) => change({ q: event.currentTarget.value || undefined })}
        />
      </label>
      <p class="quiet" role="status">
        {found.length === 0 ? t.notFound : t.found(found.length)}
      </p>
      <nav aria-label={t.navigation}>
        <ul class="pages">
          <li>
            <a href="/docs" aria-current={current === undefined ? "page" : undefined}>
              {t.guide}
            </a>
          </li>
          <li>
            <a href="/docs/errors">{t.problems}</a>
          </li>
          <li>
            <a href="/openapi.json" target="_blank" rel="noreferrer">
              {t.document}
            </a>
          </li>
        </ul>
        {byTag(found).map(([tag, of]) => (
          <Group
            key={tag}
            tag={tag}
            operations={of}
            current={current}
            search={search}
            onChosen={() => matchMedia(WIDE).matches || setOpen(false)}
          />
        ))}
      </nav>
    </details>
  );
}

const beginsOpen = (search: string): boolean => matchMedia(WIDE).matches || search !== "";

/** Placeholder of the list while it loads. */
export function NavigationLoading({ search }: { search: string }) {
  const { docs: t } = useText();
  return (
    <details class="card contents" open={beginsOpen(search)}>
      <summary>{t.navigation}</summary>
      <Loading lines={14} />
    </details>
  );
}

function Group({
  tag,
  operations,
  current,
  search,
  onChosen,
}: {
  tag: string;
  operations: readonly Operation[];
  current: string | undefined;
  search: string;
  onChosen: () => void;
}) {
  const say = useSay();
  const holdsCurrent = operations.some(({ id }) => id === current);
  const [isOpen, setOpen] = useState(holdsCurrent);
  const here = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (!holdsCurrent) return;
    setOpen(true);
    here.current?.scrollIntoView({ block: "nearest" });
  }, [current]);
  const link = (id: string) =>
    `/docs?operation=${id}${search ? `&q=${encodeURIComponent(search)}` : ""}`;
  return (
    <details
      open={isOpen || search !== ""}
      onToggle={(event) => search === "" && setOpen(event.currentTarget.open)}
    >
      <summary>
        {say(tag)} <span class="quiet">{operations.length}</span>
      </summary>
      <ul>
        {operations.map(({ id, method, summary }) => (
          <li key={id}>
            <a
              ref={id === current ? here : undefined}
              href={link(id)}
              aria-current={id === current ? "page" : undefined}
              onClick={onChosen}
            >
              <Method method={method} /> {say(summary)}
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}

export const Method = ({ method }: { method: string }) => (
  <span class={`method ${method.toLowerCase()}`}>{method}</span>
);
