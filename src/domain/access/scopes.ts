/** What a key may be allowed to do. */
export const SCOPES = ["raw:read", "di:read", "analytics:read", "ingest", "admin"] as const;
export type Scope = (typeof SCOPES)[number];

/** Who may call: holders of one of these scopes, of any scope, or anyone. */
export type Access = Scope | readonly Scope[] | "any scope" | "anyone";

/** What somebody may do, and where: `sites` undefined means all of them. */
export type Grant = { scopes: ReadonlySet<Scope>; sites?: readonly number[] | undefined };

/** Who calls: a key, a signed link on behalf of a key, or anyone. */
export type Caller = Grant & {
  via: "key" | "link" | "anyone";
  /** Lookup part of the key. */
  key?: string | undefined;
  /** When the key expires, milliseconds since 1970. */
  expiresAt?: number | undefined;
};

/** The scopes among `words`; a word that is none grants nothing. */
export const scopesOf = (words: readonly string[]): Set<Scope> =>
  new Set(SCOPES.filter((scope) => words.includes(scope)));

export function allows({ scopes }: Grant, access: Access): boolean {
  if (access === "anyone") return true;
  if (access === "any scope") return scopes.size > 0;
  return typeof access === "string" ? scopes.has(access) : access.some((one) => scopes.has(one));
}

/** `ingest or admin`. */
export const accessText = (access: Access): string =>
  typeof access === "string" ? access : access.join(" or ");

export const reaches = ({ sites }: Grant, site: number): boolean =>
  sites === undefined || sites.includes(site);

/** Whether everything that `inner` grants is granted by `outer` as far as sites go. */
export const coversSites = (outer: Grant, inner: readonly number[] | undefined): boolean =>
  outer.sites === undefined || (inner?.every((site) => outer.sites?.includes(site)) ?? false);
