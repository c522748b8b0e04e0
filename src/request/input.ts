import { getQueryParams } from "hono/utils/url";
import type * as z from "zod";
import { LINK_PARAMETERS } from "../domain/access/link.ts";
import type { Fault } from "../response/problem.ts";
import { nearest } from "../site/nearest.ts";
import { type Wrong, wrong } from "./parameter.ts";
import type { Given } from "./request.ts";

type Part = "path" | "query" | "body";

/** Unknown names that are told of: each takes a line, and a request may hold thousands. */
const MOST_UNKNOWN = 20;

/** Checks one part of a request against its schema: the value, or all that is wrong. */
export function check<T extends z.ZodType>(
  part: Part,
  schema: T,
  raw: Record<string, unknown>,
): { value: z.output<T>; faults: [] } | { value: undefined; faults: Fault[] } {
  const result = schema.safeParse(raw);
  if (result.success) return { value: result.data, faults: [] };
  const known = "shape" in schema ? Object.keys(schema.shape as object) : [];
  return {
    value: undefined,
    faults: result.error.issues.flatMap((issue) => toFaults(part, issue, known)),
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

function toFaults(part: Part, issue: z.core.$ZodIssue, known: readonly string[]): Fault[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.slice(0, MOST_UNKNOWN).map((name) => unknownParameter(part, name, known));
  }
  const { code, detail, allowed } = (issue.code === "custom" ? issue.params : undefined) as Wrong;
  return [{ in: part, name: String(issue.path[0]), code, detail, ...(allowed ? { allowed } : {}) }];
}

function unknownParameter(part: Part, name: string, known: readonly string[]): Fault {
  const guess = nearest(name.toLowerCase(), known);
  const { code, detail } = wrong(
    "unknown_parameter",
    `없는 매개변수입니다${guess ? `. ${guess}를 뜻하십니까?` : ""}`,
    `is no parameter of this address${guess ? `; did you mean ${guess}?` : ""}`,
  );
  return { in: part, name: name.slice(0, 100), code, detail, allowed: known };
}
