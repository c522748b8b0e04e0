import { Agent, request } from "node:http";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { parquetMetadata } from "hyparquet";
import { afterAll, expect, inject, test } from "vitest";
import { PROBLEMS } from "../../src/response/problem.ts";
import { getJson, type PageBody } from "../support/http.ts";
import { seedOfThisRun } from "../support/seed.ts";
import { type Call, calls, type RealCursor, routes } from "./support/requests.ts";

/** As many requests for each route, however many there are. */
const BATCHES = (process.env.THOROUGH ? 6 : 2) * routes.length;
/** Each thorough run asks others. Few requests reach every status of every route by a seed that is known to. */
const SEED = process.env.THOROUGH || process.env.SEED ? seedOfThisRun() : 20260105;
const BATCH = 24;

/** By these texts an error of Postgres, of its driver or of JavaScript is known. */
const LEAK =
  /syntax error|SQLSTATE|relation|pg_|NeonDbError|DatabaseError|drizzle|Failed query|invalid input|out of range|column ".*" does not exist|TypeError|RangeError|at \w+ \(|\.[jt]s:\d+/i;

type Answer = {
  status: number;
  type: string;
  rows: string | undefined;
  body: Buffer;
  /** The body, of a problem or of what has no format of its own. */
  text: string;
};

const agent = new Agent({ keepAlive: true, maxSockets: BATCH });
afterAll(() => agent.destroy());

/** `fetch` would mend what is broken in an address, and refuses some methods. */
function send({ method, target, headers }: Call): Promise<Answer> {
  const { hostname, port } = new URL(inject("worker"));
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path: target, headers, agent }, (answer) => {
      const type = answer.headers["content-type"] ?? "";
      // A stream goes on for minutes: that it begins is enough.
      if (type.startsWith("text/event-stream") && method !== "HEAD") {
        resolve({
          status: answer.statusCode ?? 0,
          type,
          rows: undefined,
          body: Buffer.alloc(0),
          text: "",
        });
        answer.on("error", () => {});
        sent.destroy();
        return;
      }
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("error", reject);
      answer.on("end", () => {
        const body = Buffer.concat(chunks);
        resolve({
          status: answer.statusCode ?? 0,
          type,
          rows: answer.headers["ess-rows"]?.toString(),
          body,
          text: body.toString(),
        });
      });
    });
    sent.on("error", reject);
    sent.end();
  });
}

/** What is wrong with an answer; undefined if nothing is. */
function wrongWith({ method }: Call, answer: Answer): string | undefined {
  const { status, type, rows, body, text } = answer;
  if (status >= 500) return `a failure of the service`;
  if (status >= 300 && status < 400) return "a redirect";
  if (status >= 400) {
    if (LEAK.test(text)) return "the text of an error shows";
    if (!type.startsWith("application/problem+json")) return `a problem of type "${type}"`;
    return method === "HEAD" ? bodyless(text) : wrongWithProblem(status, text);
  }
  if (method === "HEAD") return bodyless(text);
  if (type.startsWith("text/event-stream")) return undefined;
  try {
    if (type.startsWith("application/json")) {
      const value = JSON.parse(text) as unknown;
      const fits = rows === undefined || (Array.isArray(value) && value.length === Number(rows));
      return fits ? undefined : "not the rows that ESS-Rows says";
    }
    return rowsIn(type, body) === Number(rows) ? undefined : "not the rows that ESS-Rows says";
  } catch (error) {
    return String(error);
  }
}

/** Rows of a file, without its header and its last record; throws where it is no whole file. */
function rowsIn(type: string, body: Buffer): number {
  switch (type.split(";")[0]) {
    case "application/gzip":
      return rowsIn("text/csv", gunzipSync(body));
    case "application/vnd.apache.parquet":
      return Number(parquetMetadata(new Uint8Array(body).buffer).num_rows);
    case "application/x-ndjson": {
      const lines = body.toString().split("\n").slice(0, -1);
      return lines.filter((line) => !("_end" in JSON.parse(line))).length;
    }
    default: {
      const options = { record_delimiter: "\r\n", relax_column_count: true };
      const records = parse(body, options) as string[][];
      return records.filter(([first]) => first !== "_end").length - 1;
    }
  }
}

const bodyless = (text: string) => (text === "" ? undefined : "HEAD has a body");

function wrongWithProblem(status: number, text: string): string | undefined {
  const problem = JSON.parse(text) as { status: number; code: keyof typeof PROBLEMS };
  if (PROBLEMS[problem.code]?.status !== status) return "a code that does not fit the status";
  return problem.status === status ? undefined : "a status that is not that of the answer";
}

/** Cursors of lists with keys of one and of two parts. */
const realCursors = (): Promise<RealCursor[]> =>
  Promise.all(
    ["banks/{bank}/", "banks/{bank}/racks/", "pcs/"].map(async (list) => {
      const route = `/api/ess/operating-sites/{site}/${list}`;
      const query = "start-time=2026-01-05T10:00&end-time=2026-01-05T10:20&page_size=2";
      const address = `${route.replace("{site}", "2").replace("{bank}", "1")}?${query}`;
      const page = await getJson<PageBody>(address);
      const cursor = new URL(page.next ?? "").searchParams.get("cursor") ?? "";
      return { route, address, cursor };
    }),
  );

test("whatever is asked, the answer is right or a problem, and never a failure", {
  timeout: 180_000,
}, async () => {
  const real = await realCursors();
  const seen = new Map<string, Set<number>>(routes.map((route) => [route, new Set()]));
  let asked = 0;
  const batch = fc.array(calls(real), { minLength: BATCH, maxLength: BATCH });
  await fc.assert(
    fc.asyncProperty(batch, async (some) => {
      await Promise.all(
        some.map(async (call) => {
          const answer = await send(call);
          asked += 1;
          seen.get(call.route)?.add(answer.status);
          const wrong = wrongWith(call, answer);
          const whole = `${call.method} ${call.target} ${JSON.stringify(call.headers)} → ${answer.status} ${answer.text.slice(0, 500)}`;
          if (wrong) throw new Error(`${wrong}: ${whole}`);
        }),
      );
    }),
    {
      numRuns: BATCHES,
      seed: SEED,
      interruptAfterTimeLimit: 150_000,
      markInterruptAsFailure: true,
    },
  );
  expect(asked).toBeGreaterThanOrEqual(5_000);
  for (const route of routes) {
    const target = route.replace("{component}", "bank").replaceAll(/\{\w+\}/g, "1");
    const { status } = await send({ route, method: "PATCH", target, headers: {} });
    expect(status, route).toBe(405);
  }
  // Chance may leave out one of so many routes; it never leaves out many.
  const least = process.env.THOROUGH ? 1 : 0.9;
  for (const status of [200, 400]) {
    const without = routes.filter((route) => !seen.get(route)?.has(status));
    expect(without.length, `never ${status}: ${without.join(" ")}`).toBeLessThanOrEqual(
      routes.length * (1 - least),
    );
  }
});
