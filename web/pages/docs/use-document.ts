import { send } from "../../api/client";
import { type Asked, useAsk } from "../../api/use-ask";
import { type Document, type Operation, operationsOf } from "./openapi";

export type Reference = { document: Document; operations: readonly Operation[] };

let remembered: Reference | undefined;

/** The OpenAPI document, loaded once. */
export function useDocument(): Asked<Reference> {
  return useAsk("openapi", async (signal) => {
    if (remembered) return remembered;
    const response = await send(new Request(`${location.origin}/openapi.json`, { signal }));
    const document: Document = await response.json();
    remembered = { document, operations: operationsOf(document) };
    return remembered;
  });
}
