import { useText } from "../../text";
import type { Document, Operation } from "./openapi";
import { SchemaView } from "./schema-view";
import { Coded, useSay } from "./words";

/** Responses of an operation, by status. */
export function Answers({
  answers,
  document,
}: {
  answers: Operation["answers"];
  document: Document;
}) {
  const { docs } = useText();
  const t = docs.answers;
  const say = useSay();
  return (
    <div class="card">
      <h3>{t.title}</h3>
      {answers.map(({ status, description, content = {}, headers = {} }) => (
        <div key={status} class="answer">
          <h4>
            <span class={`badge ${/^2/.test(status) ? "good" : "warn"}`}>
              {status === "default" ? t.problem : status}
            </span>{" "}
            <Coded text={say(description)} />
          </h4>
          {Object.keys(headers).length > 0 && (
            <dl class="headers">
              {Object.entries(headers).map(([name, header]) => (
                <div key={name}>
                  <dt>
                    <code>{name}</code>
                  </dt>
                  <dd>
                    <Coded text={say(header.description ?? "")} />
                  </dd>
                </div>
              ))}
            </dl>
          )}
          {Object.entries(content).map(([type, { schema }]) => (
            <div key={type} class="content">
              <p class="quiet">
                <code>{type}</code>
              </p>
              {schema && (
                <SchemaView schema={schema} document={document} isOpen={/^2/.test(status)} />
              )}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
