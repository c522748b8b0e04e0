/** What a key may be allowed to do. */
export const SCOPES = ["raw:read", "di:read", "analytics:read", "ingest", "admin"] as const;
export type Scope = (typeof SCOPES)[number];

/** Who may ask: holders of a scope, holders of any scope, or anyone at all. */
export type Access = Scope | "any scope" | "anyone";
