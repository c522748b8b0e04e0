import { useMay } from "../../shell/session";
import { useText } from "../../text";
import { useAddress } from "../../ui/address";
import { CodeBlock } from "../../ui/code-block";
import { Answers } from "./answers";
import { Method } from "./navigation";
import type { Access, Document, Operation } from "./openapi";
import { Parameters } from "./parameters";
import { curlOf, type Values, valuesIn } from "./request";
import { SchemaView } from "./schema-view";
import { TryIt } from "./try-it";
import { Coded, useSay } from "./words";

/** An operation with parameters, responses and a form to try it. */
export function OperationView({
  operation,
  document,
}: {
  operation: Operation;
  document: Document;
}) {
  const say = useSay();
  const { query } = useAddress();
  const values = valuesIn(query);
  const tag = document.tags.find(({ name }) => name === operation.tag);
  return (
    <article class="operation">
      <div class="card">
        <p class="quiet">
          {say(operation.tag)}
          {tag && `: ${say(tag.description)}`}
        </p>
        <h2 tabIndex={-1}>{say(operation.summary)}</h2>
        <p class="address">
          <Method method={operation.method} /> <code>{operation.path}</code>
        </p>
        {operation.about && (
          <p>
            <Coded text={`${say(operation.about)}.`} />
          </p>
        )}
        <Needs access={operation.access} />
      </div>
      <Parameters parameters={operation.parameters} />
      {operation.body && <Body body={operation.body} document={document} />}
      <Curl operation={operation} values={values} />
      {operation.method === "GET" && <TryIt operation={operation} values={values} />}
      <Answers answers={operation.answers} document={document} />
    </article>
  );
}

const SCOPES = ["raw:read", "di:read", "analytics:read", "ingest", "admin"] as const;

function Needs({ access }: { access: Access }) {
  const { docs } = useText();
  const t = docs.access;
  const wanted = SCOPES.filter((scope) => typeof access !== "string" && access.includes(scope));
  const may = useMay(...wanted) || typeof access === "string";
  return (
    <p class="needs">
      {typeof access === "string" ? (
        <span class="badge">{t[access]}</span>
      ) : (
        <>
          <span>{t.scopes}</span>{" "}
          {wanted.map((scope, i) => (
            <span key={scope}>
              {i > 0 && `${t.or} `}
              <code class="scope">{scope}</code>{" "}
            </span>
          ))}
        </>
      )}{" "}
      <span class={`badge ${may ? "good" : "warn"}`}>{may ? t.yours : t.notYours}</span>
    </p>
  );
}

function Curl({ operation, values }: { operation: Operation; values: Values }) {
  const { docs } = useText();
  const t = docs.curl;
  const text = curlOf(operation, values, location.origin);
  return (
    <div class="card">
      <h3>{t.title}</h3>
      {operation.access !== "none" && <p class="quiet">{t.what}</p>}
      <CodeBlock label={t.title} text={text} canCopy />
    </div>
  );
}

/** Request body of an operation, by media type. */
function Body({
  body: { isRequired, content },
  document,
}: {
  body: NonNullable<Operation["body"]>;
  document: Document;
}) {
  const { docs } = useText();
  const t = docs.body;
  return (
    <div class="card">
      <h3>{t.title}</h3>
      {isRequired && <p class="quiet">{t.required}</p>}
      {Object.entries(content).map(([type, { schema, example }]) => (
        <div key={type} class="content">
          <h4>
            <code>{type}</code>
          </h4>
          {schema && <SchemaView schema={schema} document={document} />}
          {example !== undefined && (
            <CodeBlock
              label={`${t.example} ${type}`}
              text={typeof example === "string" ? example : JSON.stringify(example, null, 2)}
            />
          )}
        </div>
      ))}
    </div>
  );
}
