import { afterAll, expect, inject, test } from "vitest";
import type { Runtime } from "../../dev/runtime/workerd.ts";
import { PROBLEMS } from "../../src/response/problem.ts";
import { codePathOf, onePerCodePath } from "../support/code-paths.ts";
import { seedOfThisRun } from "../support/seed.ts";
import { startWorker } from "../support/world.ts";
import { FAULTS, type Fault, startFaultyEndpoint } from "./faulty-endpoint.ts";
import { type Route, readingRoutes } from "./routes.ts";

/*
 * One route of each code path that reads, with every fault between it and its database from its first question on:
 * a right answer, a clear problem, or a transfer that is visibly broken; and the next request is fine. Each run takes
 * other routes, `SEED` the same again. `THOROUGH=1` takes all routes, and faults from the second and third question on.
 */

/** Routes that are tried at a time: most of it is waiting for time-outs. */
const LANES = process.env.THOROUGH ? 10 : 5;
/** Questions that are answered well before the fault. */
const AFTER = process.env.THOROUGH ? [0, 1, 2] : [0];
const SEED = seedOfThisRun();
const ALL = readingRoutes();
const ROUTES = onePerCodePath(ALL, ({ id }) => id, SEED);
const NAMES = Object.keys(FAULTS) as Fault[];
/** Sites whose database does not answer are told of as such, and so is the state of databases. */
const TELLS = /^(listSites|readiness)$/;

const lanes = await Promise.all(
  Array.from({ length: LANES }, async () => {
    const endpoint = await startFaultyEndpoint(inject("endpoint"));
    const worker = await startWorker({
      DATABASE_URL: `${inject("server")}ess_platform`,
      NEON_LOCAL_ENDPOINT: endpoint.url,
      QUERY_TIMEOUT_MS: "600",
      DEID_MODE: "plain",
      LINK_KEY: "a secret that signs the links of the tests",
      WEBHOOK_KEY: "a secret that signs the webhooks of the tests",
    });
    return { endpoint, worker };
  }),
);
afterAll(async () => {
  for (const { endpoint, worker } of lanes) {
    await worker.stop();
    endpoint.close();
  }
});

type Answer = { status: number; type: string; body: string } | "broken" | "none";

async function ask({ url }: Runtime, { address }: Route): Promise<Answer> {
  const response = await fetch(url + address).catch(() => undefined);
  if (!response) return "none";
  try {
    const body = Buffer.from(await response.arrayBuffer()).toString("latin1");
    return { status: response.status, type: response.headers.get("content-type") ?? "", body };
  } catch {
    return "broken";
  }
}

const statusOf = (answer: Answer): number =>
  typeof answer === "string" ? Number.NaN : answer.status;

/** Without what says when it was asked, or who asked meanwhile. */
const lasting = (route: Route, body: string): string =>
  route.id === "listAudit"
    ? ""
    : body.replace(/"until":"[^"]*"/, "").replaceAll(/127\.0\.0\.1:\d+/g, "");

/** What is wrong with an answer; undefined if nothing is. */
function fault(route: Route, usual: Answer, given: Answer): string | undefined {
  if (given === "broken") return undefined;
  if (given === "none") return "not even a status";
  if (usual === "broken" || usual === "none") return "there is no usual answer";
  const isSame = lasting(route, given.body) === lasting(route, usual.body);
  if (given.status === usual.status && isSame) return undefined;
  if (TELLS.test(route.id) && /"unavailable"|"down"/.test(given.body)) return undefined;
  if (given.status < 500) return `${given.status}, and not the usual: ${given.body.slice(0, 200)}`;
  if (!/^application\/problem\+json/.test(given.type)) return `${given.status} without a problem`;
  const { code, status, detail } = JSON.parse(given.body) as Record<string, unknown>;
  const isKnown = typeof code === "string" && code in PROBLEMS && status === given.status;
  if (!isKnown || !detail) return `no clear problem: ${given.body.slice(0, 200)}`;
  return code === "internal_error" ? "internal_error says nothing" : undefined;
}

test("every route belongs to a code path that is tried", () => {
  const paths = new Set(ROUTES.map(({ id }) => codePathOf(id)));
  expect(ALL.filter(({ id }) => !paths.has(codePathOf(id)))).toEqual([]);
  expect(paths.size).toBeGreaterThanOrEqual(35);
});

test(`${ROUTES.length} routes, ${NAMES.length} faults`, async () => {
  const found: string[] = [];
  let combinations = 0;
  const outcomes = Object.fromEntries(
    NAMES.map((name) => [name, { same: 0, problem: 0, broken: 0 }]),
  ) as Record<Fault, Record<"same" | "problem" | "broken", number>>;
  await Promise.all(
    lanes.map(async ({ endpoint, worker }, lane) => {
      for (const route of ROUTES.filter((_, i) => i % LANES === lane)) {
        endpoint.fail(undefined);
        const usual = await ask(worker, route);
        const steps = AFTER.filter((after) => after < Math.max(endpoint.asked(), 1));
        if (statusOf(usual) !== 200)
          found.push(`${route.id}: ${route.address}: ${JSON.stringify(usual).slice(0, 300)}`);
        for (const name of NAMES) {
          for (const after of steps) {
            endpoint.fail(name, after);
            const given = await ask(worker, route);
            endpoint.fail(undefined);
            combinations++;
            const wrong = fault(route, usual, given);
            if (wrong) found.push(`${route.id}, ${name} after ${after}: ${wrong}`);
            if (given === "broken") outcomes[name].broken++;
            else outcomes[name][statusOf(given) >= 500 ? "problem" : "same"]++;
            const next = await ask(worker, route);
            const then = fault(route, usual, next);
            if (then || !(statusOf(next) < 500))
              found.push(
                `${route.id}, after ${name} after ${after}: the next request: ${then ?? "failed"}`,
              );
          }
        }
      }
    }),
  );
  const lines = NAMES.map((name) => {
    const { same, problem, broken } = outcomes[name];
    return `  ${name}: ${same} usual answers, ${problem} problems, ${broken} broken transfers`;
  });
  const ids = ROUTES.map(({ id }) => id).join(" ");
  console.log(
    `seed ${SEED}: ${combinations} combinations of ${NAMES.length} faults\n${lines.join("\n")}\nand ${ROUTES.length} routes\n  ${ids}`,
  );
  expect(found).toEqual([]);
}, 1_500_000);
