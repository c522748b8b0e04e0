import { useEffect, useRef, useState } from "preact/hooks";
import { answerTo } from "../../api/client";
import { ApiProblem, isAbort } from "../../api/problem";
import { useText } from "../../text";
import { useAddress } from "../../ui/address";
import { CodeBlock } from "../../ui/code-block";
import { Failure } from "../../ui/failure";
import { beginningOf, isReadable, MOST_BYTES, shownHeaders } from "./answer";
import type { Operation, Parameter } from "./openapi";
import { addressOf, headersOf, inAddress, type Values } from "./request";

type Outcome = {
  status: number;
  millis: number;
  headers: [string, string][];
  type: string;
  text: string | undefined;
  isCut: boolean;
};

/** Form that sends a real request. Its values are in the URL. */
export function TryIt({ operation, values }: { operation: Operation; values: Values }) {
  const { docs } = useText();
  const t = docs.attempt;
  const { change } = useAddress();
  const { outcome, problem, isSending, send, stop } = useAttempt();
  const given = Object.keys(values);
  return (
    <div class="card attempt">
      <h3>{t.title}</h3>
      <p class="quiet">{t.what}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send(operation, values);
        }}
      >
        <div class="inputs">
          {operation.parameters.map((parameter) => (
            <Value
              key={parameter.name}
              parameter={parameter}
              value={values[parameter.name]}
              onChange={(value) => change({ [inAddress(parameter.name)]: value || undefined })}
            />
          ))}
        </div>
        <p class="address">
          <code>{addressOf(operation, values)}</code>
        </p>
        <div class="row">
          <button type="submit" class="primary" disabled={isSending}>
            {t.go}
          </button>
          {isSending && (
            <button type="button" onClick={stop}>
              {t.stop}
            </button>
          )}
          {given.length > 0 && (
            <button
              type="button"
              class="plain"
              onClick={() =>
                change(Object.fromEntries(given.map((name) => [inAddress(name), undefined])))
              }
            >
              {t.clear}
            </button>
          )}
          <span role="status">
            {isSending ? t.sending : outcome && t.answered(outcome.status, outcome.millis)}
          </span>
        </div>
      </form>
      {problem && <Failure problem={problem} />}
      {outcome && <Shown outcome={outcome} />}
    </div>
  );
}

function Value({
  parameter: { name, required, schema },
  value = "",
  onChange,
}: {
  parameter: Parameter;
  value: string | undefined;
  onChange: (value: string) => void;
}) {
  const example = schema.example === undefined ? "" : String(schema.example);
  const label = (
    <span>
      <code>{name}</code>
      {required && " *"}
    </span>
  );
  if (schema.enum) {
    return (
      <label class="field">
        {label}
        <select
          translate={false}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          <option value="">{required ? example : ""}</option>
          {schema.enum.map(String).map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </label>
    );
  }
  return (
    <label class="field">
      {label}
      <input
        type="text"
        autocomplete="off"
        spellcheck={false}
        translate={false}
        placeholder={example}
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  );
}

function useAttempt() {
  const [state, setState] = useState<{
    outcome?: Outcome;
    problem?: ApiProblem;
    isSending?: boolean;
  }>({});
  const sent = useRef<AbortController | undefined>(undefined);
  const stop = () => {
    sent.current?.abort();
    setState({});
  };
  useEffect(() => () => sent.current?.abort(), []);
  const send = async (operation: Operation, values: Values) => {
    sent.current?.abort();
    const own = new AbortController();
    sent.current = own;
    setState({ isSending: true });
    try {
      const outcome = await attempt(operation, values, own.signal);
      if (!own.signal.aborted) setState({ outcome });
    } catch (error) {
      if (own.signal.aborted || isAbort(error)) return;
      const known = error instanceof ApiProblem ? error : new ApiProblem(0, { code: "broken" });
      setState({ problem: known });
    }
  };
  return { ...state, send, stop };
}

async function attempt(
  operation: Operation,
  values: Values,
  signal: AbortSignal,
): Promise<Outcome> {
  const started = performance.now();
  const request = new Request(location.origin + addressOf(operation, values), {
    headers: headersOf(operation, values),
    signal,
  });
  const response = await answerTo(request);
  const millis = Math.round(performance.now() - started);
  const type = response.headers.get("content-type") ?? "";
  const { text, isCut } = isReadable(type)
    ? await beginningOf(response)
    : { text: undefined, isCut: false };
  if (text === undefined) response.body?.cancel();
  return {
    status: response.status,
    millis,
    headers: shownHeaders(response.headers),
    type,
    text,
    isCut,
  };
}

function Shown({ outcome: { headers, type, text, isCut } }: { outcome: Outcome }) {
  const { docs } = useText();
  const t = docs.attempt;
  return (
    <div class="outcome">
      <h4>{t.headers}</h4>
      <dl class="headers">
        {headers.map(([name, value]) => (
          <div key={name}>
            <dt>
              <code>{name}</code>
            </dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h4>{t.body}</h4>
      {isCut && <p class="quiet">{t.cut(MOST_BYTES / 1024)}</p>}
      {text === undefined && <p>{t.unreadable(type)}</p>}
      {text === "" && <p>{t.empty}</p>}
      {text && <CodeBlock label={t.body} text={text} />}
    </div>
  );
}
