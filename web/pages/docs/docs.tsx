import { useEffect, useRef } from "preact/hooks";
import { useText } from "../../text";
import { useAddress } from "../../ui/address";
import { Failure } from "../../ui/failure";
import { Loading } from "../../ui/loading";
import { useTitle } from "../../ui/title";
import { Guide } from "./guide";
import { Navigation, NavigationLoading } from "./navigation";
import { OperationView } from "./operation";
import { SayContext, useWords } from "./words";
import "../../style/docs.css";
import { send } from "../../api/client";
import { type Asked, useAsk } from "../../api/use-ask";
import { type Document, type Operation, operationsOf } from "./openapi";

/** `/docs`: introduction and API reference. */
export function Docs() {
  const { docs: t } = useText();
  const { query } = useAddress();
  const asked = useDocument();
  const say = useWords();
  const id = query.operation;
  const operation = asked.data?.operations.find((one) => one.id === id);
  useTitle(operation && say ? say(operation.summary) : undefined, t.title);
  const reference = say && asked.data;
  const shown = useBeginning(id);
  return (
    <SayContext.Provider value={say ?? ((english) => english)}>
      <h1>{t.title}</h1>
      <p class="quiet">{t.about}</p>
      {asked.problem && <Failure problem={asked.problem} again={asked.again} />}
      <div class="docs">
        {reference ? (
          <Navigation operations={reference.operations} current={id} search={query.q ?? ""} />
        ) : (
          <NavigationLoading search={query.q ?? ""} />
        )}
        <div class="shown" ref={shown}>
          {id === undefined && <Guide />}
          {id !== undefined && !reference && !asked.problem && (
            <div class="card">
              <Loading lines={16} />
            </div>
          )}
          {id !== undefined && reference && operation && (
            <OperationView key={id} operation={operation} document={reference.document} />
          )}
          {id !== undefined && reference && !operation && (
            <div class="card empty">
              <h2>{t.unknown(id)}</h2>
              <p>{t.unknownWhat}</p>
            </div>
          )}
        </div>
      </div>
    </SayContext.Provider>
  );
}

/** Scrolls to the top when another operation is selected. */
function useBeginning(id: string | undefined) {
  const shown = useRef<HTMLDivElement>(null);
  const before = useRef(id);
  useEffect(() => {
    if (before.current === id) return;
    before.current = id;
    const heading = shown.current?.querySelector<HTMLElement>("h2");
    heading?.focus({ preventScroll: true });
    if ((shown.current?.getBoundingClientRect().top ?? 0) < 0) shown.current?.scrollIntoView();
  }, [id]);
  return shown;
}

type Reference = { document: Document; operations: readonly Operation[] };

let remembered: Reference | undefined;

/** The OpenAPI document, loaded once. */
function useDocument(): Asked<Reference> {
  return useAsk("openapi", async (signal) => {
    if (remembered) return remembered;
    const response = await send(new Request(`${location.origin}/openapi.json`, { signal }));
    const document: Document = await response.json();
    remembered = { document, operations: operationsOf(document) };
    return remembered;
  });
}
