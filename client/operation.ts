import type { paths, Schemas } from "./paths.ts";

export type Method = "get" | "post" | "put" | "delete";

/** Paths with an operation of this method. */
export type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, unknown> ? P : never;
}[keyof paths];

export type Operation<P extends keyof paths, M extends Method> =
  paths[P] extends Record<M, infer Found> ? Found : never;

type Parameters<O> = O extends { parameters: infer Found } ? Found : never;
type Body<O> = O extends { requestBody: { content: { "application/json": infer Json } } }
  ? { body: Json }
  : { body?: unknown };

/** Parameters and body of an operation. */
export type Given<O> = Parameters<O> & Body<O> & { signal?: AbortSignal };

/** Makes a property optional if nothing in it is required. */
export type Rest<T> = object extends T ? [given?: T] : [given: T];

type Json<R> = R extends { content: infer C }
  ? C extends { "application/json": infer Found }
    ? Found
    : undefined
  : never;

/** JSON body of the success response; undefined if there is none. */
export type Answer<O> = O extends { responses: infer R }
  ? { [S in keyof R]: S extends 200 | 201 | 202 | 204 ? Json<R[S]> : never }[keyof R]
  : never;

/** Element type of a page or an array. */
export type Item<A> = A extends { results: (infer T)[] } ? T : A extends (infer T)[] ? T : never;

type Query<O> = Parameters<O> extends { query?: infer Q } ? NonNullable<Q> : never;

/** Paths of paginated lists. */
export type ListPath = {
  [P in PathOf<"get">]: "cursor" extends keyof Query<Operation<P, "get">> ? P : never;
}[PathOf<"get">];

export type DownloadPath = Extract<PathOf<"get">, `/api/ess/download/${string}`>;
export type Component = "bank" | "rack" | "pcs" | "etc";

/** A row of any component of any site. */
export type Row<C extends Component> = Schemas[Extract<
  keyof Schemas,
  `Site${number}${Capitalize<C>}`
>];
