import { join } from "node:path";
import { createConfig, lint } from "@redocly/openapi-core";
import { ROOT } from "../settings.ts";

/** Faults of the built OpenAPI document by Redocly's recommended rules; one line each. */
export async function lintOpenApi(): Promise<string[]> {
  const config = await createConfig({
    extends: ["recommended"],
    rules: {
      "info-contact": "error",
      "operation-tag-defined": "error",
      "tag-description": "error",
      // The paths are those of the platform that we replace; both forms are answered.
      "no-path-trailing-slash": "off",
      // The document is served by the very server it describes.
      "no-empty-servers": "off",
    },
  });
  const problems = await lint({ ref: join(ROOT, "dist/assets/openapi.json"), config });
  return problems.map(
    ({ severity, ruleId, message, location }) =>
      `${severity} ${ruleId} ${location[0]?.pointer ?? ""}: ${message}`,
  );
}
