import { type Dictionary, useText } from "../../text";
import { limitsOf, type Parameter, type Schema, typeText } from "./openapi";
import { Coded, useSay } from "./words";

/** Parameters of an operation. */
export function Parameters({ parameters }: { parameters: readonly Parameter[] }) {
  const { docs } = useText();
  const t = docs.parameters;
  const say = useSay();
  return (
    <div class="card">
      <h3>{t.title}</h3>
      {parameters.length === 0 ? (
        <p class="quiet">{t.none}</p>
      ) : (
        <section class="scroll" tabIndex={0} aria-label={t.title}>
          <table>
            <thead>
              <tr>
                {[t.name, t.in, t.type, t.what, t.example].map((name) => (
                  <th scope="col" key={name}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {parameters.map(({ name, in: place, required, description, schema }) => (
                <tr key={`${place} ${name}`}>
                  <th scope="row">
                    <code class="short">{name}</code>
                    {required && <small class="quiet">{t.required}</small>}
                  </th>
                  <td class="short">{t.places[place]}</td>
                  <td>
                    <span class="type" translate={false}>
                      {typeText(schema)}
                    </span>
                    <Allowed schema={schema} />
                  </td>
                  <td class="what">
                    <Coded text={say(description ?? "")} />
                  </td>
                  <td>
                    {schema.example !== undefined && (
                      <code class="short">{String(schema.example)}</code>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  );
}

/** Allowed values, range and default. */
export function Allowed({ schema }: { schema: Schema }) {
  const { docs } = useText();
  const { choice, byDefault, ...range } = limitsOf(schema);
  const texts = [
    rangeText(range, docs.parameters),
    byDefault === undefined ? undefined : docs.parameters.byDefault(byDefault),
  ].filter((text) => text !== undefined);
  return (
    <>
      {choice.length > 0 && (
        <span class="choice">
          {choice.map((one) => (
            <code key={one}>{one === "" ? '""' : one}</code>
          ))}
        </span>
      )}
      {texts.length > 0 && <small class="quiet">{texts.join(", ")}</small>}
    </>
  );
}

const UNBOUNDED = 2_147_483_647;

function rangeText(
  { least, most }: { least?: number; most?: number },
  t: Dictionary["docs"]["parameters"],
): string | undefined {
  const end = most === UNBOUNDED ? undefined : most;
  if (least !== undefined && end !== undefined) return t.range(least, end);
  if (least !== undefined) return t.from(least);
  return end === undefined ? undefined : t.to(end);
}
