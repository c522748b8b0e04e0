import { useState } from "preact/hooks";
import { useText } from "../../text";
import { type Document, isRow, nameOf, resolved, type Schema, typeText } from "./openapi";
import { Allowed } from "./parameters";
import { Coded, useSay } from "./words";

/** Schema of a value. Nested schemas expand on demand. */
export function SchemaView({
  schema,
  document,
  isOpen = true,
}: {
  schema: Schema;
  document: Document;
  /** Expands the fields of a single object. */
  isOpen?: boolean;
}) {
  const parts = insideOf(schema, document);
  return (
    <div class="schema">
      <span class="type" translate={false}>
        {typeText(schema)}
      </span>{" "}
      <Allowed schema={schema} />
      {parts.map((part) => (
        <Inside
          key={part.title}
          part={part}
          document={document}
          isOpen={isOpen && parts.length === 1}
        />
      ))}
    </div>
  );
}

type Part = { title: string; schema: Schema; isRow: boolean };

/** Object schemas in a value, including array items and alternatives. */
function insideOf(schema: Schema, document: Document): Part[] {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) {
    const parts = choices.flatMap((one) => insideOf(one, document));
    return parts.filter(({ title }, i) => parts.findIndex((one) => one.title === title) === i);
  }
  if (schema.items) return insideOf(schema.items, document);
  const whole = resolved(schema, document);
  if (whole !== schema && (whole.items || whole.anyOf)) return insideOf(whole, document);
  const title = nameOf(schema) ?? "";
  if (whole.properties) return [{ title, schema: whole, isRow: isRow(title) }];
  const more = whole.additionalProperties;
  return typeof more === "object" ? insideOf(more, document) : [];
}

function Inside({
  part: { title, schema, isRow: isOfRow },
  document,
  isOpen,
}: {
  part: Part;
  document: Document;
  isOpen: boolean;
}) {
  const { docs } = useText();
  const [isShown, setShown] = useState(isOpen && !isOfRow);
  return (
    <details
      open={isShown}
      onToggle={(event) => {
        if (event.target === event.currentTarget) setShown(event.currentTarget.open);
      }}
    >
      <summary>{title ? <code>{title}</code> : docs.answers.all}</summary>
      {isShown && isOfRow && <p class="quiet">{docs.answers.ofSite}</p>}
      {isShown && (
        <dl class="fields">
          {Object.entries(schema.properties ?? {}).map(([name, one]) => (
            <Field key={name} name={name} schema={one} document={document} isOfRow={isOfRow} />
          ))}
        </dl>
      )}
    </details>
  );
}

function Field({
  name,
  schema,
  document,
  isOfRow,
}: {
  name: string;
  schema: Schema;
  document: Document;
  isOfRow: boolean;
}) {
  const say = useSay();
  const parts = insideOf(schema, document);
  return (
    <div>
      <dt>
        <code>{name}</code>{" "}
        <span class="type" translate={false}>
          {typeText(schema)}
        </span>
      </dt>
      <dd>
        {!isOfRow && schema.description && <Coded text={say(schema.description)} />}
        <Allowed schema={schema.items ?? schema} />
        {parts.map((part) => (
          <Inside key={part.title} part={part} document={document} isOpen={false} />
        ))}
      </dd>
    </div>
  );
}
