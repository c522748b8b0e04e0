import { type Component, KEYS } from "../site/site.ts";
import { Problem } from "./problem.ts";

/* What a table of others lacks for some of what ours can do: each a problem of its own words. */

export const withoutKey = (component: Component): Problem => {
  const key = KEYS[component].join(", ");
  return new Problem("unfit_table", {
    ko: `테이블 ${component}에 (${key})의 유일 인덱스가 없어 행을 저장할 수 없습니다`,
    en: `The table ${component} has no unique index on (${key}), so that rows cannot be written into it`,
  });
};

export const withoutAnswers = (): Problem =>
  new Problem("unfit_table", {
    ko: "이 데이터베이스에는 테이블 ess_idempotency가 없어 Idempotency-Key를 쓸 수 없습니다",
    en: "This database has no table ess_idempotency: please send the request without Idempotency-Key",
  });

export const withoutChangeLog = (component: Component): Problem =>
  new Problem("unfit_table", {
    ko: `테이블 ${component}에 ess_written, ess_revision, ess_quality 열이 없습니다. 이 서비스가 만든 테이블에만 있습니다 (npm run migrate)`,
    en: `The table ${component} lacks the columns ess_written, ess_revision and ess_quality, which only tables of this service have (npm run migrate)`,
  });

export const refusedRows = (component: Component, sqlState: string, cause: unknown): Problem =>
  new Problem(
    "unfit_table",
    {
      ko: `테이블 ${component}이(가) 행을 거부했습니다 (SQLSTATE ${sqlState}). 아무것도 저장하지 않았습니다`,
      en: `The table ${component} refused the rows (SQLSTATE ${sqlState}); nothing was written`,
    },
    { cause },
  );

export const monthGivenUp = (component: Component): Problem =>
  new Problem("month_given_up", {
    ko: `보관 기간이 지나 행을 지운 달의 행은 다시 받지 않습니다 (${component}). 아무것도 저장하지 않았습니다`,
    en: `There are rows of a month whose rows were given up by age (${component}), and which takes no more; nothing was written`,
  });
