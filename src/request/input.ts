import { getQueryParams } from "hono/utils/url";
import * as z from "zod";
import { LINK_PARAMETERS } from "../domain/access/link.ts";
import type { Fault } from "../response/problem.ts";
import { nearest } from "../site/nearest.ts";
import { notAllowed, type Wrong, wrong } from "./parameter.ts";
import type { Given } from "./request.ts";

type Part = "path" | "query" | "body";
type Raw = Readonly<Record<string, unknown>>;
type Shape = Readonly<Record<string, z.core.$ZodType>>;

/** Unknown names that are reported: each takes a line, and a request may hold thousands. */
const MOST_UNKNOWN = 20;

/** Checks one part of a request against its schema: the value, or all that is wrong. */
export function check<T extends z.ZodType>(
  part: Part,
  schema: T,
  raw: Raw,
): { value: z.output<T>; faults: [] } | { value: undefined; faults: Fault[] } {
  const shape: Shape = schema instanceof z.ZodObject ? schema.shape : {};
  const result = schema.safeParse(part === "body" ? raw : withNumbers(raw, shape));
  if (result.success) return { value: result.data, faults: [] };
  return {
    value: undefined,
    faults: result.error.issues.flatMap((issue) => toFaults(part, issue, raw, shape)),
  };
}

/** The query of an address as texts, without the parameters of a signed link. */
export function queryOf(url: string): Given["query"] {
  return Object.fromEntries(
    Object.entries(getQueryParams(url) as Record<string, string[]>)
      .filter(([name]) => !LINK_PARAMETERS.some((parameter) => parameter === name))
      .map(([name, values]) => [name, values.length === 1 ? (values[0] as string) : values]),
  );
}

/** The address without the parameters of a signed link, which authentication has checked. */
export function withoutLink(url: URL): URL {
  const rest = new URL(url);
  for (const name of LINK_PARAMETERS) rest.searchParams.delete(name);
  return rest;
}

/** Texts of digits as numbers where the schema wants a number; one of a few numbers has one text only. */
const withNumbers = (raw: Raw, shape: Shape): Raw =>
  Object.fromEntries(
    Object.entries(raw).map(([name, text]) => {
      const wanted = numberIn(shape[name]);
      if (!wanted || typeof text !== "string" || !/^\d{1,15}$/.test(text)) return [name, text];
      const isText = wanted instanceof z.ZodLiteral && String(Number(text)) !== text;
      return [name, isText ? text : Number(text)];
    }),
  );

/** The schema of a number that a parameter's schema is, or takes beside others. */
function numberIn(schema: z.core.$ZodType | undefined): z.ZodNumber | z.ZodLiteral | undefined {
  if (schema instanceof z.ZodOptional) return numberIn(schema.unwrap());
  if (schema instanceof z.ZodUnion) return numberIn(schema.options.find(numberIn));
  if (schema instanceof z.ZodNumber) return schema;
  const isOfNumbers = schema instanceof z.ZodLiteral && typeof [...schema.values][0] === "number";
  return isOfNumbers ? schema : undefined;
}

/** The one place where issues of a schema become faults of a request. */
function toFaults(part: Part, issue: z.core.$ZodIssue, raw: Raw, shape: Shape): Fault[] {
  if (issue.code === "unrecognized_keys") {
    const known = Object.keys(shape);
    return issue.keys.slice(0, MOST_UNKNOWN).map((name) => unknownParameter(part, name, known));
  }
  const name = String(issue.path[0]);
  const { code, detail, allowed } = wrongIn(issue, raw[name], shape[name]);
  return [{ in: part, name, code, detail, ...(allowed ? { allowed } : {}) }];
}

function wrongIn(
  issue: z.core.$ZodIssue,
  given: unknown,
  schema: z.core.$ZodType | undefined,
): Wrong {
  if (issue.code === "custom") return issue.params as Wrong;
  if (Array.isArray(given)) return TWICE;
  if (issue.code === "invalid_value") return notAllowed(issue.values.map(String));
  const number = numberIn(schema);
  if (number instanceof z.ZodNumber) return notInRange(number);
  return notAllowed([]);
}

const TWICE: Wrong = wrong("repeated", "한 번만 지정할 수 있습니다", "must not be repeated");

function notInRange(schema: z.ZodNumber): Wrong {
  const range = `${schema.minValue}–${schema.maxValue}`;
  const example = schema.meta()?.["example"] ?? schema.minValue;
  return wrong(
    "not_in_range",
    `${range} 사이의 정수여야 합니다. 예: ${example}`,
    `must be a whole number in ${range}. Example: ${example}`,
  );
}

function unknownParameter(part: Part, name: string, known: readonly string[]): Fault {
  const guess = nearest(name.toLowerCase(), known);
  const { code, detail } = wrong(
    "unknown_parameter",
    `알 수 없는 매개변수입니다${guess ? `. 혹시 ${guess}인가요?` : ""}`,
    `is not a known parameter${guess ? `. Did you mean ${guess}?` : ""}`,
  );
  return { in: part, name: name.slice(0, 100), code, detail, allowed: known };
}
