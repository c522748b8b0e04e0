import type { paths, Schemas } from "./paths.ts";

export type Method = "get" | "post" | "put" | "delete";

/** Addresses that can be asked with a method. */
export type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, unknown> ? P : never;
}[keyof paths];

export type Operation<P extends keyof paths, M extends Method> =
  paths[P] extends Record<M, infer Found> ? Found : never;

type Parameters<O> = O extends { parameters: infer Found } ? Found : never;
type Body<O> = O extends { requestBody: { content: { "application/json": infer Json } } }
  ? { body: Json }
  : { body?: unknown };

/** What an operation takes: what its address names, its query, its headers and its body. */
export type Given<O> = Parameters<O> & Body<O> & { signal?: AbortSignal };

/** May be left out where nothing in it must be given. */
export type Rest<T> = object extends T ? [given?: T] : [given: T];

type Json<R> = R extends { content: infer C }
  ? C extends { "application/json": infer Found }
    ? Found
    : undefined
  : never;

/** What it answers as JSON; undefined where there is no body. */
export type Answer<O> = O extends { responses: infer R }
  ? { [S in keyof R]: S extends 200 | 201 | 202 | 204 ? Json<R[S]> : never }[keyof R]
  : never;

/** An element of what it answers, of a page or of an array. */
export type Item<A> = A extends { results: (infer T)[] } ? T : A extends (infer T)[] ? T : never;

type Query<O> = Parameters<O> extends { query?: infer Q } ? NonNullable<Q> : never;

/** Addresses of lists that come in pages. */
export type ListPath = {
  [P in PathOf<"get">]: "cursor" extends keyof Query<Operation<P, "get">> ? P : never;
}[PathOf<"get">];

export type DownloadPath = Extract<PathOf<"get">, `/api/ess/download/${string}`>;
export type Component = "bank" | "rack" | "pcs" | "etc";

/** A row of a component of any site. */
export type Row<C extends Component> = Schemas[Extract<
  keyof Schemas,
  `Site${number}${Capitalize<C>}`
>];
