import * as z from "zod";
import { DatabaseError, NotConfigured } from "../store/sql/error.ts";
import { Problem } from "./problem.ts";

/** What a client may know of an error: never a text of the database, nor a stack. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof z.ZodError) {
    const names = error.issues.map(({ path }) => path.join(".")).join(", ");
    return new Problem("not_configured", {
      ko: `서비스 설정이 잘못되었습니다: ${names}`,
      en: `The service is not configured correctly: ${names}`,
    });
  }
  if (error instanceof NotConfigured) return notConfigured(error);
  if (error instanceof DatabaseError) return databaseProblem(error);
  return INTERNAL;
}

const INTERNAL = new Problem("internal_error", {
  ko: "서버 오류입니다. request_id와 함께 알려 주십시오",
  en: "Something went wrong here. Please report it with the request_id",
});

const RETRY = { headers: { "retry-after": "5" } };

const notConfigured = ({ database }: NotConfigured): Problem =>
  database === "platform"
    ? new Problem("not_configured", {
        ko: "플랫폼 데이터베이스가 설정되지 않았습니다: PLATFORM_DATABASE_URL 또는 DATABASE_URL",
        en: "No platform database is configured: set PLATFORM_DATABASE_URL or DATABASE_URL",
      })
    : new Problem("not_configured", {
        ko: `사이트 ${database}의 데이터베이스가 설정되지 않았습니다: SITE_${database}_DATABASE_URL 또는 DATABASE_URL`,
        en: `No database is configured for site ${database}: set SITE_${database}_DATABASE_URL or DATABASE_URL`,
      });

function databaseProblem({ failure }: DatabaseError): Problem {
  switch (failure) {
    case "unavailable":
      return new Problem(
        "database_unavailable",
        {
          ko: "데이터베이스가 응답하지 않습니다. 잠시 후 다시 시도하십시오",
          en: "The database does not answer. Please try again shortly",
        },
        RETRY,
      );
    case "crowded":
      return new Problem(
        "overloaded",
        {
          ko: "지금은 데이터베이스에 대한 질의가 너무 많습니다. 잠시 후 다시 시도하십시오",
          en: "Too many questions to the database are waiting. Please try again shortly",
        },
        { headers: { "retry-after": "2" } },
      );
    case "timeout":
      return new Problem(
        "database_timeout",
        {
          ko: "질의가 너무 오래 걸렸습니다. 기간을 줄여 주십시오",
          en: "The query took too long. Please ask for a shorter range",
        },
        RETRY,
      );
    case "schema":
      return new Problem("not_configured", {
        ko: "데이터베이스에 이 사이트의 테이블이 없습니다 (npm run migrate)",
        en: "The database lacks the tables of this site (npm run migrate)",
      });
    default:
      return INTERNAL;
  }
}
