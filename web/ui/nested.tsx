import { useLanguage } from "../text";
import { numberText } from "./numbers";

/** JSON as nested lists. Names stay English, as in the API. */
export function Nested({ value }: { value: unknown }) {
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
