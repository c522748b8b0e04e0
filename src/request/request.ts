import type { Caller } from "../domain/access/scopes.ts";
import type { Env, Region } from "../env.ts";
import type { Language } from "../response/problem.ts";
import type { Component, Site } from "../site/site.ts";

/** What is known of a request before its parameters are checked. */
export type Incoming = {
  id: string;
  /** Path pattern of the operation. */
  route: string;
  method: string;
  /** The address without the parameters of a signed link. */
  url: URL;
  headers: Headers;
  /** The request itself, for its body. */
  raw: Request;
  /** Path parameters and query as texts. */
  given: Given;
  language: Language;
  caller: Caller;
  env: Env;
  /** The environment unchecked. */
  bindings: object;
  /** Whether the service runs open, on somebody's own machine. */
  isOpen: boolean;
  region: Region;
  /** Milliseconds since 1970. */
  now: number;
};

/** Path parameters and query as texts; a name that is given several times has an array. */
export type Given = { params: Record<string, string>; query: Record<string, string | string[]> };

/** A request whose parameters have been checked. */
export type ApiRequest<Q = unknown, B = unknown> = Incoming & {
  /** The sites that the caller may see. */
  sites: readonly Site[];
  query: Q;
  body: B;
  /** The event or the key that the path names. */
  event: number;
  key: string;
};

/** A request for something of one site. */
export type SiteRequest<Q = unknown, B = unknown> = ApiRequest<Q, B> & {
  /** The site as the route shows it: de-identified or unchanged. */
  site: Site;
  /** The component that the path or the route names. */
  component: Component;
  bank?: number | undefined;
  rack?: number | undefined;
};
