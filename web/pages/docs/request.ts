import type { Operation, Parameter } from "./openapi";

/** Entered parameter values by name. */
export type Values = Readonly<Record<string, string | undefined>>;

const MARK = "p-";

/** Parameter values in the URL, with the prefix `p-`. */
export const valuesIn = (query: Values): Record<string, string> =>
  Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) =>
      name.startsWith(MARK) && value ? [[name.slice(MARK.length), value]] : [],
    ),
  );

export const inAddress = (name: string): string => MARK + name;

/** Initial value of a parameter: its example if it is required. */
const givenOr = ({ name, required, schema }: Parameter, values: Values): string | undefined =>
  values[name] ?? (required && schema.example !== undefined ? String(schema.example) : undefined);

/** Path and query of a request. */
export function addressOf({ path, parameters }: Operation, values: Values): string {
  const query = new URLSearchParams();
  let address = path;
  for (const parameter of parameters) {
    const value = givenOr(parameter, values);
    if (value === undefined || value === "") continue;
    if (parameter.in === "path") {
      address = address.replace(`{${parameter.name}}`, encodeURIComponent(value));
    } else if (parameter.in === "query") query.set(parameter.name, value);
  }
  const text = query.toString().replaceAll("%3A", ":").replaceAll("%2C", ",");
  return text ? `${address}?${text}` : address;
}

export const headersOf = ({ parameters }: Operation, values: Values): [string, string][] =>
  parameters.flatMap((parameter): [string, string][] => {
    const value = parameter.in === "header" ? givenOr(parameter, values) : undefined;
    return value ? [[parameter.name, value]] : [];
  });

/** curl command of a request. It reads the key from the environment, to keep it out of the shell history. */
export function curlOf(operation: Operation, values: Values, origin: string): string {
  const { method, access, body } = operation;
  const lines = [
    `curl ${method === "GET" ? "" : `-X ${method} `}${quoted(origin + addressOf(operation, values))}`,
  ];
  if (access !== "none") lines.push('-H "Authorization: Bearer $ESS_KEY"');
  for (const [name, value] of headersOf(operation, values))
    lines.push(`-H ${quoted(`${name}: ${value}`)}`);
  const [type, content] = Object.entries(body?.content ?? {})[0] ?? [];
  if (type) {
    const example = content?.example;
    const text = typeof example === "string" ? example : JSON.stringify(example ?? {});
    lines.push(`-H ${quoted(`Content-Type: ${type}`)}`, `-d ${quoted(text)}`);
  }
  return lines.join(" \\\n  ");
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
