import { expect, test } from "vitest";
import { getJson, getProblem } from "../support/http.ts";

type Site = {
  id: number;
  name: { ko: string; en: string };
  banks: { bank_id: number; racks: number }[];
  components: Record<
    string,
    {
      earliest: string | null;
      latest: string | null;
      columns: { name: string; unit: string | null }[];
    }
  >;
};

test("the list of sites names all three with their banks, racks, columns and extent", async () => {
  const sites = await getJson<Site[]>("/api/ess/operating-sites/");
  expect(sites.map(({ id, name }) => [id, name.ko, name.en])).toEqual([
    [1, "시온유", "Sionyu"],
    [2, "판리", "Panli"],
    [3, "황금", "Hwanggeum"],
  ]);
  expect(sites[1]?.banks).toEqual([
    { bank_id: 1, racks: 9 },
    { bank_id: 2, racks: 8 },
  ]);
  expect(sites[1]?.components.rack).toMatchObject({
    earliest: "2026-01-05T00:00:00+09:00",
    latest: "2026-01-06T23:55:00+09:00",
  });
  expect(sites[0]?.components.pcs?.columns).toHaveLength(91);
});

test("one site is the same as in the list", async () => {
  const sites = await getJson<Site[]>("/api/ess/operating-sites/");
  expect(await getJson("/api/ess/operating-sites/3")).toEqual(sites[2]);
});

test("a site that is not there is 404 and says which there are", async () => {
  const problem = await getProblem("/api/ess/operating-sites/4/", 404);
  expect(problem).toMatchObject({
    code: "unknown_site",
    detail: "There is no operating site 4. Available sites: 1, 2, 3",
  });
});
