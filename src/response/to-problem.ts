import * as z from "zod";
import { DatabaseError, NotConfigured } from "../store/sql/error.ts";
import { Problem } from "./problem.ts";

/** What a client may know of an error: never a text of the database, nor a stack. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof z.ZodError) {
    const names = error.issues.map(({ path }) => path.join(".")).join(", ");
    return new Problem("not_configured", {
      ko: `서비스 설정이 잘못되었습니다. 다음을 수정하세요: ${names}`,
      en: `The service has invalid settings. Correct: ${names}`,
    });
  }
  if (error instanceof NotConfigured) return notConfigured(error);
  if (error instanceof DatabaseError) return databaseProblem(error);
  return INTERNAL;
}

const INTERNAL = new Problem("internal_error", {
  ko: "서비스에서 오류가 발생했습니다. request_id와 함께 알려 주세요",
  en: "The service failed. Report the error with its request_id",
});

const RETRY = { headers: { "retry-after": "5" } };

const notConfigured = ({ database }: NotConfigured): Problem =>
  database === "platform"
    ? new Problem("not_configured", {
        ko: "플랫폼 데이터베이스가 설정되지 않았습니다. PLATFORM_DATABASE_URL 또는 DATABASE_URL을 설정하세요",
        en: "The platform database is not configured. Set PLATFORM_DATABASE_URL or DATABASE_URL",
      })
    : new Problem("not_configured", {
        ko: `사이트 ${database}의 데이터베이스가 설정되지 않았습니다. SITE_${database}_DATABASE_URL 또는 DATABASE_URL을 설정하세요`,
        en: `The database of site ${database} is not configured. Set SITE_${database}_DATABASE_URL or DATABASE_URL`,
      });

function databaseProblem({ failure }: DatabaseError): Problem {
  switch (failure) {
    case "unavailable":
      return new Problem(
        "database_unavailable",
        {
          ko: "데이터베이스가 요청을 처리하지 못했습니다. 5초 뒤에 다시 시도하세요",
          en: "The database did not complete the request. Try again in 5 seconds",
        },
        RETRY,
      );
    case "crowded":
      return new Problem(
        "overloaded",
        {
          ko: "대기 중인 데이터베이스 쿼리가 너무 많습니다. 2초 뒤에 다시 시도하세요",
          en: "Too many database queries are waiting. Try again in 2 seconds",
        },
        { headers: { "retry-after": "2" } },
      );
    case "timeout":
      return new Problem(
        "database_timeout",
        {
          ko: "쿼리 실행 시간이 너무 길었습니다. 더 짧은 기간으로 요청하세요",
          en: "The query took too long. Request a shorter range",
        },
        RETRY,
      );
    case "schema":
      return new Problem("not_configured", {
        ko: "데이터베이스에 이 사이트의 테이블이 없습니다. npm run migrate를 실행하세요",
        en: "The database has no tables for this site. Run npm run migrate",
      });
    default:
      return INTERNAL;
  }
}
