/** Made by the build from the OpenAPI document. */
export type { paths, Schemas } from "../../client/paths";
