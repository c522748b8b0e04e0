import { common } from "./common";
import { data } from "./data";
import { docs } from "./docs";
import { events } from "./events";
import { fleet } from "./fleet";
import { keys } from "./keys";
import { site } from "./site";

export const en = { common, fleet, site, events, data, docs, keys } as const;

export type Language = "ko" | "en";

type Words<T> = T extends string
  ? string
  : T extends (...given: infer Given) => string
    ? (...given: Given) => string
    : { readonly [Key in keyof T]: Words<T[Key]> };

/** The texts of a language. English defines their names and parameters. */
export type Dictionary = Words<typeof en>;
