import * as z from "zod";
import type { Text } from "../site/site.ts";

/** What a parameter's text means, or what is wrong with it. */
export type Reading<T> = { value: T } | Wrong;
export type Wrong = { code: string; detail: Text; allowed?: readonly string[] };

type Documentation = {
  description: string;
  /** In the type of the schema. None where a reader that fills examples in would contradict another one. */
  example?: string | number;
  schema?: Record<string, unknown>;
};

/** A member of a JSON body: its documentation and its reader in one place; `raw` is undefined where it is missing. */
export const member = <T>(
  { description, example, schema }: { description: string; example?: unknown; schema: object },
  read: (raw: unknown) => Reading<T>,
) =>
  z
    .unknown()
    .optional() // whether it may be missing is for the reader to say
    .transform((raw, context): T => {
      const result = read(raw);
      if ("value" in result) return result.value;
      context.addIssue({ code: "custom", message: result.detail.en, params: result });
      return z.NEVER;
    })
    .meta({ description, example, ...schema });

/**
 * A query or path parameter: its documentation and its reader in one place. Given twice it is an error,
 * unless it is a list.
 */
export function parameter<T>(
  { description, example, schema = { type: "string" } }: Documentation,
  read: (text: string) => Reading<T>,
  { list = false } = {},
) {
  return z
    .any()
    .transform((raw: string | string[], context): T => {
      const result =
        !list && Array.isArray(raw) ? TWICE : read(Array.isArray(raw) ? raw.join(",") : raw);
      if ("value" in result) return result.value;
      context.addIssue({ code: "custom", message: result.detail.en, params: result });
      return z.NEVER;
    })
    .meta({ description, example, ...schema, param: { description } });
}

const TWICE: Wrong = {
  code: "repeated",
  detail: { ko: "한 번만 쓸 수 있습니다", en: "may be given only once" },
};

export const wrong = (
  code: string,
  ko: string,
  en: string,
  allowed?: readonly string[],
): Wrong => ({
  code,
  detail: { ko, en },
  ...(allowed ? { allowed } : {}),
});

/** A whole number in [least, most]. */
export function readWhole(
  text: string,
  least: number,
  most: number,
  example: string,
): Reading<number> {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return { value };
  const range = `${least}–${most}`;
  return wrong(
    "not_in_range",
    `${range} 사이의 정수여야 합니다. 예: ${example}`,
    `must be a whole number in ${range}, e.g. ${example}`,
  );
}

/** One of a few words. */
export function readWord<T extends string>(text: string, words: readonly T[]): Reading<T> {
  const value = words.find((word) => word === text);
  if (value !== undefined) return { value };
  const list = words.join(", ");
  return wrong("not_allowed", `다음 중 하나여야 합니다: ${list}`, `must be one of ${list}`, words);
}

/** A parameter that is 0 or 1. */
export const flag = (description: string, example = "1") =>
  parameter(
    { description, example, schema: { type: "string", enum: ["0", "1"], default: "0" } },
    (text): Reading<boolean> => {
      const word = readWord(text, ["0", "1"]);
      return "value" in word ? { value: word.value === "1" } : word;
    },
  ).optional();

/** Of a parameter that cannot be given together with another one. */
export const contradicts = (other: string): Wrong =>
  wrong("contradiction", `${other}와(과) 함께 쓸 수 없습니다`, `cannot be combined with ${other}`);
