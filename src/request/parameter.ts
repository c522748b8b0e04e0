import * as z from "zod";
import type { Text } from "../site/site.ts";

/** What a text means, or what is wrong with it. */
export type Reading<T> = { value: T } | Wrong;
export type Wrong = { code: string; detail: Text; allowed?: readonly string[] };

type Documentation = {
  description: string;
  /** None where a reader that fills in examples would contradict another parameter. */
  example?: string | number;
  /** What an absent parameter stands for. */
  default?: string | number;
  [keyword: string]: unknown;
};

/** A member of a JSON body: its documentation and its reader in one place; `raw` is undefined where it is missing. */
export const member = <T>(
  { description, example, schema }: { description: string; example?: unknown; schema: object },
  read: (raw: unknown) => Reading<T>,
) =>
  z
    .unknown()
    .optional() // whether it may be missing is for the reader to say
    .transform((raw, context): T => taken(read(raw), context))
    .meta({ description, example, ...schema });

const documented = (documentation: Documentation) => ({
  ...documentation,
  param: { description: documentation.description },
});

/**
 * A whole number in [least, most]. Numbers of a query arrive as texts; `check` makes them numbers.
 * @example whole(1, 10_000, { description: "Rows of a page", example: 1000 }).optional()
 */
export const whole = (least: number, most: number, documentation: Documentation) =>
  z.int().min(least, { abort: true }).max(most, { abort: true }).meta(documented(documentation));

/** One of a few words. */
export const word = <W extends string>(words: readonly W[], documentation: Documentation) =>
  z.literal(words).meta({ type: "string", enum: words, ...documented(documentation) });

/** One of a few numbers. */
export const choice = <N extends number>(numbers: readonly N[], documentation: Documentation) =>
  z.literal(numbers).meta({ type: "integer", enum: numbers, ...documented(documentation) });

const DIGITS = ["0", "1"] as const;

/** 0 or 1, read as a boolean. */
export const flag = (description: string, example = "1") =>
  z
    .enum(DIGITS)
    .transform((digit) => digit === "1")
    .meta({ enum: DIGITS, default: "0", ...documented({ description, example }) })
    .optional();

/** A text that `read` understands. */
export const text = <T>(documentation: Documentation, read: (raw: string) => Reading<T>) =>
  z
    .string()
    .transform((raw, context): T => taken(read(raw), context))
    .meta(documented(documentation));

/** A text that may be given several times, or with commas: `read` gets all of it, with commas. */
export const list = <T>(documentation: Documentation, read: (raw: string) => Reading<T>) =>
  z
    .preprocess(
      (raw) => (Array.isArray(raw) ? raw.join(",") : raw),
      z.string().transform((raw, context): T => taken(read(raw), context)),
    )
    .meta({ type: "string", ...documented(documentation) });

function taken<T>(result: Reading<T>, context: z.RefinementCtx): T {
  if ("value" in result) return result.value;
  context.addIssue({ code: "custom", message: result.detail.en, params: result });
  return z.NEVER;
}

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

/** A text that is none of a few words. */
export const notAllowed = (words: readonly string[]): Wrong => {
  const all = words.join(", ");
  return wrong("not_allowed", `다음 중 하나여야 합니다: ${all}`, `must be one of ${all}`, words);
};

/** One of a few words, for readers of their own. */
export function readWord<T extends string>(raw: string, words: readonly T[]): Reading<T> {
  const value = words.find((known) => known === raw);
  return value === undefined ? notAllowed(words) : { value };
}

/** A parameter that cannot be given together with another one. */
export const contradicts = (other: string): Wrong =>
  wrong(
    "contradiction",
    `${other}와(과) 함께 사용할 수 없습니다`,
    `cannot be combined with ${other}`,
  );
