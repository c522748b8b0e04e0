import { inject } from "vitest";
import { type NeonRelay, startNeonRelay } from "../../dev/neon-relay.ts";

export type WatchedEndpoint = NeonRelay;

export const watchEndpoint = (): Promise<WatchedEndpoint> => startNeonRelay(inject("endpoint"));
