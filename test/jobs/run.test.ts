import { expect, test, vi } from "vitest";
import type { Work } from "../../src/jobs/job.ts";
import { JOBS, runJobs } from "../../src/jobs/run.ts";
import { panli } from "../../src/site/registry/2-panli.ts";

/** A site whose database says that it has marks, and where every job has `steps` steps to do. */
const site = (marked = true): Work => ({
  site: panli,
  ask: Object.assign(async () => [{ rolled: marked ? "1" : "0" }], { text: vi.fn() }),
  transact: async () => [],
  platform: undefined,
  now: 0,
});
const limits = { until: Number.POSITIVE_INFINITY, steps: Number.POSITIVE_INFINITY };

const withSteps = async <T>(
  steps: readonly ((work?: Work) => Promise<boolean>)[],
  work: () => Promise<T>,
): Promise<T> => {
  const spies = JOBS.map((job, i) =>
    vi.spyOn(job, "step").mockImplementation(steps[i] ?? (async () => false)),
  );
  try {
    return await work();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
};

test("every job goes on until it has nothing to do, a failing one leaves the others", async () => {
  let left = 3;
  const done: string[] = [];
  const steps = [
    async () => --left > 0,
    async () => {
      throw new Error("broken");
    },
    async () => {
      done.push("third");
      return false;
    },
  ];
  const outcome = await withSteps(steps, () => runJobs([site()], limits));
  expect(outcome.steps).toBe(3 + JOBS.length - 1);
  expect(outcome.failed).toMatchObject([{ job: JOBS[1]?.name, site: 2 }]);
  expect(done).toEqual(["third"]);
});

test("no step begins after the limits of steps or of time", async () => {
  const endless = JOBS.map(() => async () => true);
  expect((await withSteps(endless, () => runJobs([site()], { ...limits, steps: 5 }))).steps).toBe(
    5,
  );
  expect(
    (await withSteps(endless, () => runJobs([site()], { ...limits, until: Date.now() - 1 }))).steps,
  ).toBe(0);
});

test("of costly jobs only so many steps are done that find something to do", async () => {
  const done: number[] = [];
  const idle = { ...site(), site: { ...panli, id: 1 } };
  const steps = JOBS.map((job) => async (work?: Work) => {
    if (!job.isCostly || work?.site.id === 1) return false;
    done.push(work?.site.id ?? 0);
    return done.length < 9;
  });
  const costly = { ...limits, costly: 2 };
  await withSteps(steps, () => runJobs([idle, idle, idle, site()], costly));
  expect(done).toEqual([2, 2]);
  await withSteps(steps, () => runJobs([site()], limits));
  expect(done).toHaveLength(9);
});

test("a database of others is left alone, and one that does not answer is told of", async () => {
  expect((await runJobs([site(false)], limits)).steps).toBe(0);
  const away = {
    ...site(),
    ask: Object.assign(() => Promise.reject(new Error("away")), { text: vi.fn() }),
  };
  const outcome = await withSteps([], () => runJobs([away, site()], limits));
  expect(outcome.failed).toMatchObject([{ job: "marks" }]);
  expect(outcome.steps).toBe(JOBS.length);
});
