import type { en } from "./en";

export type Language = "ko" | "en";

type Words<T> = T extends string
  ? string
  : T extends (...given: infer Given) => string
    ? (...given: Given) => string
    : { readonly [Key in keyof T]: Words<T[Key]> };

/** The texts of a language. English defines their names and parameters. */
export type Dictionary = Words<typeof en>;
