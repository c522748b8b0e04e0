import { useState } from "preact/hooks";
import { inLanguage, useLanguage, useText } from "../../../text";
import { useAddress } from "../../../ui/address";
import { fieldsText } from "../request/fields";
import { type Field, found, GROUPS, type Group, groupOf, shownUnit } from "./columns";

/** Selects fields by search, group, or one by one. */
export function FieldsCard({
  fields,
  chosen,
}: {
  fields: readonly Field[];
  chosen: ReadonlySet<string>;
}) {
  const t = useText().data.fields;
  const language = useLanguage();
  const { change } = useAddress();
  const [search, setSearch] = useState("");
  const names = fields.map(({ name }) => name);
  const shown = found(fields, search);
  const put = (some: readonly Field[], isChosen: boolean) => {
    const next = new Set(chosen);
    for (const { name } of some) {
      if (isChosen) next.add(name);
      else next.delete(name);
    }
    change({ fields: undefined, omit: undefined, ...fieldsText(names, next) });
  };
  const number = (value: number) => value.toLocaleString(language);
  const isSearch = shown.length < fields.length;
  return (
    <section class="card fields" aria-labelledby="data-fields">
      <div class="row spread">
        <h2 id="data-fields">{t.title}</h2>
        <p class="quiet" role="status">
          {t.count(number(chosen.size), number(names.length))}
        </p>
      </div>
      <div class="row">
        <input
          type="search"
          aria-label={t.search}
          placeholder={t.search}
          value={search}
          onInput={(event) => setSearch(event.currentTarget.value)}
        />
        <button type="button" disabled={shown.length === 0} onClick={() => put(shown, true)}>
          {isSearch ? t.allFound(number(shown.length)) : t.all}
        </button>
        <button type="button" disabled={shown.length === 0} onClick={() => put(shown, false)}>
          {isSearch ? t.noneFound(number(shown.length)) : t.none}
        </button>
      </div>
      {chosen.size === 0 && (
        <p class="fault" role="alert">
          {t.chooseOne}
        </p>
      )}
      <div class="list">
        {shown.length === 0 && <p class="quiet">{t.nothing}</p>}
        {GROUPS.map((group) => (
          <FieldGroup
            key={group}
            group={group}
            fields={shown.filter((field) => groupOf(field) === group)}
            chosen={chosen}
            onChange={put}
          />
        ))}
      </div>
    </section>
  );
}

/** Fields of a group, with a checkbox for all. */
function FieldGroup({
  group,
  fields,
  chosen,
  onChange,
}: {
  group: Group;
  fields: readonly Field[];
  chosen: ReadonlySet<string>;
  onChange: (fields: readonly Field[], isChosen: boolean) => void;
}) {
  const t = useText().data.fields;
  if (fields.length === 0) return null;
  const count = fields.filter(({ name }) => chosen.has(name)).length;
  return (
    <fieldset>
      <legend>
        <label>
          <input
            type="checkbox"
            checked={count === fields.length}
            indeterminate={count > 0 && count < fields.length}
            onChange={(event) => onChange(fields, event.currentTarget.checked)}
          />
          {t.groups[group]}
        </label>
      </legend>
      <ul>
        {fields.map((field) => (
          <li key={field.name}>
            <OneField
              field={field}
              isChosen={chosen.has(field.name)}
              onChange={(isChosen) => onChange([field], isChosen)}
            />
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

function OneField({
  field,
  isChosen,
  onChange,
}: {
  field: Field;
  isChosen: boolean;
  onChange: (isChosen: boolean) => void;
}) {
  const t = useText().data.fields;
  const language = useLanguage();
  const { name, description } = field;
  return (
    <label>
      <input
        type="checkbox"
        checked={isChosen}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>
        <code>{name}</code>
        <small>{shownUnit(field)}</small>
        <small class="what">{description ? inLanguage(description, language) : t.hidden}</small>
      </span>
    </label>
  );
}
