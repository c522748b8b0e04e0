import { Problem } from "./problem.ts";

export const unknownPage = (page: number, last: number): Problem =>
  new Problem("unknown_page", {
    ko: `${page} 페이지는 없습니다. 마지막은 ${Math.max(1, last)} 페이지입니다`,
    en: `There is no page ${page}; the last is ${Math.max(1, last)}`,
  });

/** JSON schema of a page of rows. */
export const pageEnvelope = <R>(rows: R) => {
  const link = { type: ["string", "null"] as ("string" | "null")[], format: "uri" };
  return {
    type: "object" as const,
    required: ["count", "next", "previous", "results"],
    properties: { count: { type: "integer" as const }, next: link, previous: link, results: rows },
  };
};
