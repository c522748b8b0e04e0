import type { Schemas } from "./paths";

export type ProtectionEvent = Schemas["ProtectionEvent"];
export type EventsPage = { count: number; next: string | null; results: ProtectionEvent[] };
