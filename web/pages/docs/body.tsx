import { useText } from "../../text";
import { CodeBlock } from "../../ui/code-block";
import type { Document, Operation } from "./openapi";
import { SchemaView } from "./schema-view";

/** Request body of an operation, by media type. */
export function Body({
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
