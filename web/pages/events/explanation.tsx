import type { ProtectionEvent } from "../../api/paths";
import { useLanguage, useText } from "../../text";
import { measureName, readingText } from "./texts";

type Given = NonNullable<ProtectionEvent["explanation"]>;

/** Cause of an event: a flag or an exceeded limit. */
export function Explanation({
  event,
  explanation: { flag, limit, profile, start },
}: {
  event: ProtectionEvent;
  explanation: Given;
}) {
  const { events } = useText();
  const t = events.details;
  const language = useLanguage();
  const first = readingText(event, start, language);
  return (
    <section>
      <h3>{t.why}</h3>
      {flag ? (
        <p>
          {t.flag} <code>{flag}</code>. {t.flagWhat}
        </p>
      ) : (
        <p>
          {t.threshold} {t.thresholdWhat}
        </p>
      )}
      {limit && <Limits event={event} limit={limit} />}
      <p class="quiet">
        {first && `${t.startValue}: ${measureName(event, language)} ${first}. `}
        {profile && `${t.profile(profile)}.`}
      </p>
    </section>
  );
}

function Limits({ event, limit }: { event: ProtectionEvent; limit: NonNullable<Given["limit"]> }) {
  const { events } = useText();
  const t = events.details;
  const language = useLanguage();
  const value = (number: number) => readingText(event, { value: number }, language) ?? "";
  const past = limit.side === "under" ? t.under : t.over;
  const rows = [
    limit.warning === null ? undefined : [t.limits.warning, past(value(limit.warning))],
    [t.limits.protection, past(value(limit.protection))],
    [t.limits.release, t.back(value(limit.release))],
  ].filter((row) => row !== undefined);
  return (
    <dl class="facts limits">
      {rows.map(([name, text]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
