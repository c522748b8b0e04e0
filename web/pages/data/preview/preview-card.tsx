import type { Asked } from "../../../api/use-ask";
import { inLanguage, useLanguage, useText } from "../../../text";
import { Failure } from "../../../ui/failure";
import { Loading } from "../../../ui/loading";
import { type Field, shownUnit } from "../fields/columns";
import type { Row } from "../request/formats";
import type { Sample } from "./ask";

/** First rows of the file. */
export function PreviewCard({
  sample,
  fields,
  zone,
  onNewest,
}: {
  sample: Asked<Sample>;
  fields: readonly Field[];
  zone: string;
  /** Moves the range to the latest rows, if there are any. */
  onNewest: (() => void) | undefined;
}) {
  const { data, common } = useText();
  const t = data.preview;
  const language = useLanguage();
  const { data: found, problem, isLoading, again } = sample;
  const number = (value: number) => value.toLocaleString(language);
  return (
    <section class="card preview" aria-labelledby="data-preview" aria-busy={isLoading}>
      <div class="row spread">
        <h2 id="data-preview">{t.title}</h2>
        {found && found.rows > 0 && (
          <p class="quiet">
            {t.shown(number(found.first.length), number(found.rows))}. {common.zone(zone)}.
          </p>
        )}
      </div>
      {problem ? (
        <Failure problem={problem} again={again} />
      ) : !found ? (
        <Loading lines={12} height={520} />
      ) : found.rows === 0 ? (
        <div class="empty">
          <p>{t.none}</p>
          {onNewest && (
            <button type="button" onClick={onNewest}>
              {t.toNewest}
            </button>
          )}
        </div>
      ) : (
        <Rows rows={found.first} fields={fields} label={t.table} />
      )}
    </section>
  );
}

function Rows({
  rows,
  fields,
  label,
}: {
  rows: readonly Row[];
  fields: readonly Field[];
  label: string;
}) {
  const t = useText().data.fields;
  const language = useLanguage();
  const [first = {}] = rows;
  const shown = fields.filter(({ name }) => name in first);
  return (
    <section class="scroll" tabIndex={0} aria-label={label}>
      <table>
        <thead>
          <tr>
            {shown.map((field) => (
              <th scope="col" key={field.name} class={classOf(first[field.name])}>
                <code>{field.name}</code>
                <small>
                  {[
                    field.description ? inLanguage(field.description, language) : t.hidden,
                    ...(shownUnit(field) ? [shownUnit(field)] : []),
                  ].join(", ")}
                </small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              {shown.map(({ name }) => (
                <Cell key={name} value={row[name]} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cell({ value }: { value: unknown }) {
  const { common } = useText();
  if (value === null || value === undefined) return <td class="quiet">{common.none}</td>;
  if (typeof value === "object") return <td translate={false}>{JSON.stringify(value)}</td>;
  return (
    <td class={classOf(value)} translate={false}>
      {String(value)}
    </td>
  );
}

const classOf = (value: unknown) => (typeof value === "number" ? "number" : undefined);
