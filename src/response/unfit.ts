import { type Component, KEYS } from "../site/site.ts";
import { Problem } from "./problem.ts";

/* Problems of tables that this service did not create. */

export const withoutKey = (component: Component): Problem => {
  const key = KEYS[component].join(", ");
  return new Problem("unfit_table", {
    ko: `테이블 ${component}에 (${key}) 유일 인덱스가 없어 행을 저장할 수 없습니다. 인덱스를 추가하세요`,
    en: `Rows cannot be written: the table ${component} has no unique index on (${key}). Add one`,
  });
};

export const withoutAnswers = (): Problem =>
  new Problem("unfit_table", {
    ko: "이 데이터베이스에 테이블 ess_idempotency가 없어 Idempotency-Key를 사용할 수 없습니다. 이 헤더 없이 요청하세요",
    en: "Idempotency-Key is not supported: this database has no table ess_idempotency. Send the request without the header",
  });

export const withoutChangeLog = (component: Component): Problem =>
  new Problem("unfit_table", {
    ko: `테이블 ${component}에 ess_written, ess_revision, ess_quality 열이 없습니다. npm run migrate로 만든 테이블에만 있습니다`,
    en: `The table ${component} lacks the columns ess_written, ess_revision and ess_quality. Tables created with npm run migrate have them`,
  });

export const refusedRows = (component: Component, sqlState: string, cause: unknown): Problem =>
  new Problem(
    "unfit_table",
    {
      ko: `테이블 ${component}이(가) 행을 거부했습니다 (SQLSTATE ${sqlState}). 저장된 데이터는 없습니다`,
      en: `The table ${component} rejected the rows (SQLSTATE ${sqlState}). Nothing was written`,
    },
    { cause },
  );

export const monthGivenUp = (component: Component): Problem =>
  new Problem("month_given_up", {
    ko: `보존 기간이 지나 삭제된 달의 행이 있습니다(${component}). 아무것도 저장하지 않았습니다. 이 달의 행을 빼고 다시 보내세요`,
    en: `Some rows (${component}) are in a month that was removed by retention and accepts no new rows. Nothing was written. Send the other rows again`,
  });
