import type { en } from "./en";

export type Language = "ko" | "en";

type Words<T> = T extends string
  ? string
  : T extends (...given: infer Given) => string
    ? (...given: Given) => string
    : { readonly [Key in keyof T]: Words<T[Key]> };

/** What every language has a text for; the English one says which. */
export type Dictionary = Words<typeof en>;
