import type { Schemas } from "../../client/paths";

/** Generated from the OpenAPI document by the build. */
export type { paths, Schemas } from "../../client/paths";

export type Caller = Schemas["Caller"];
export type Site = Schemas["OperatingSite"];
export type ProtectionEvent = Schemas["ProtectionEvent"];
export type EventsPage = { count: number; next: string | null; results: ProtectionEvent[] };
