/** Generated from the OpenAPI document by the build. */
export type { paths, Schemas } from "../../client/paths";
