import { Agent, request } from "node:http";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { afterAll, expect, inject, test } from "vitest";
import { PROBLEMS } from "../../src/http/problem.ts";
import { getJson, type PageBody } from "../support/http.ts";
import { type Call, calls, type RealCursor, routes } from "./support/requests.ts";

const BATCHES = 6 * routes.length; // as many requests for each route, however many there are
const BATCH = 24;

/** By these texts an error of Postgres, of its driver or of JavaScript is known. */
const LEAK =
  /syntax error|SQLSTATE|relation|pg_|NeonDbError|DatabaseError|drizzle|Failed query|invalid input|out of range|column ".*" does not exist|TypeError|RangeError|at \w+ \(|\.[jt]s:\d+/i;

type Answer = { status: number; type: string; rows: string | undefined; text: string };

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
        resolve({ status: answer.statusCode ?? 0, type, rows: undefined, text: "" });
        answer.on("error", () => {});
        sent.destroy();
        return;
      }
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("error", reject);
      answer.on("end", () =>
        resolve({
          status: answer.statusCode ?? 0,
          type,
          rows: answer.headers["ess-rows"]?.toString(),
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.on("error", reject);
    sent.end();
  });
}

/** What is wrong with an answer; undefined if nothing is. */
function wrongWith({ method }: Call, { status, type, rows, text }: Answer): string | undefined {
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
    const records = parse(text, {
      record_delimiter: "\r\n",
      relax_column_count: true,
    }) as string[][];
    const inside = records.filter(([first]) => first !== "_end");
    return inside.length === Number(rows) + 1 ? undefined : "not the rows that ESS-Rows says";
  } catch (error) {
    return String(error);
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
    ["banks/{b}/", "banks/{b}/racks/", "pcs/"].map(async (list) => {
      const route = `/api/ess/operating-sites/{s}/${list}`;
      const query = "start-time=2026-01-05T10:00&end-time=2026-01-05T10:20&page_size=2";
      const address = `${route.replace("{s}", "2").replace("{b}", "1")}?${query}`;
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
      seed: 20260105,
      interruptAfterTimeLimit: 150_000,
      markInterruptAsFailure: true,
    },
  );
  expect(asked).toBeGreaterThanOrEqual(5_000);
  for (const [route, statuses] of seen) {
    const list = [...statuses].toSorted().join(", ");
    expect(statuses, `${route}: ${list}`).toContain(200);
    expect(statuses, `${route}: ${list}`).toContain(400);
    expect(statuses, `${route}: ${list}`).toContain(405);
  }
});
