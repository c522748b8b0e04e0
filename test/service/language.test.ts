import { expect, test } from "vitest";
import { getProblem } from "../support/http.ts";

test.for([
  ["ko", "ko"],
  ["ko-KR", "ko"],
  ["KO", "ko"],
  ["en", "en"],
  ["en-US,en;q=0.9,ko;q=0.8", "en"],
  ["ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7", "ko"],
  ["en;q=0.3, ko;q=0.4", "ko"],
  ["en;q=0.4, ko;q=0.3", "en"],
  ["fr, ko;q=0.1", "ko"],
  ["ko;q=0, en;q=0.1", "en"],
  ["ko;q=0", "en"],
  ["fr", "en"],
  ["*", "en"],
  ["", "en"],
  [";;;,q=,ko;q=x", "en"],
] as const)("Accept-Language: %s answers in %s", async ([accept, language]) => {
  const headers = { "accept-language": accept };
  const problem = await getProblem("/api/ess/operating-sites/2/banks/1/?page=0&page_siz=1", 400, {
    headers,
  });
  const hangul = /[가-힣]/;
  const texts = [problem.title, problem.detail, ...problem.errors.map(({ detail }) => detail)];
  for (const text of texts) {
    expect(hangul.test(text), `${accept}: ${JSON.stringify(problem)}`).toBe(language === "ko");
  }
});
