import { expect, test } from "vitest";
import { PROFILES } from "../../src/domain/indicators/profiles.ts";
import { CHARTS, type ChartName, staticChart } from "../../src/domain/indicators/static-chart.ts";
import { getJson, getProblem, type PageBody } from "../support/http.ts";
import { walk } from "./support/lists.ts";

const PATH = "/api/ess/stats/static-chart-data/";
const NAMES = Object.keys(CHARTS) as ChartName[];

test("the input sets of ExSoS come as a page of six charts", async () => {
  const page = await getJson<PageBody>(PATH);
  expect(Object.keys(page)).toEqual(["count", "next", "previous", "results"]);
  expect(page).toMatchObject({ count: 6, next: null, previous: null });
  expect(page.results).toEqual(
    NAMES.map((name, i) => ({
      id: i + 1,
      name,
      chart_type: "ExSoS",
      values: staticChart(name, PROFILES["33J"]),
    })),
  );
  expect(Object.keys(page.results[0] ?? {})).toEqual(["id", "name", "chart_type", "values"]);
  // A row that clients draw, from the definition of the curves.
  const [chart] = page.results as { values: object[] }[];
  expect(chart?.values[1]).toEqual({
    negligible_x: 4,
    negligible_y: 1,
    marginal_x: 4.025,
    marginal_y: 1,
    neutral_x: 4.05,
    neutral_y: 1,
    critical_x: 4.075,
    critical_y: 1,
    catastrophic_x: 4.1,
    catastrophic_y: 1,
  });
});

test.for(NAMES)("%s alone keeps its id", async (name) => {
  const page = await getJson<PageBody>(`${PATH}?name=${name}&chart_type=ExSoS`);
  expect(page).toMatchObject({ count: 1, results: [{ id: NAMES.indexOf(name) + 1, name }] });
});

test("the curves of another type of cell are asked for by its profile", async () => {
  const { results } = await getJson<PageBody>(`${PATH}?profile=41J`);
  expect(results[0]?.["values"]).toEqual(staticChart("over_voltage_safety", PROFILES["41J"]));
  expect(results[0]?.["values"]).not.toEqual(staticChart("over_voltage_safety", PROFILES["33J"]));
});

test.for([1, 2, 4, 5, 6])(
  "pages of %i lead to each other and hold every chart once",
  async (size) => {
    const pages = await walk(`${PATH}?page_size=${size}`);
    expect(pages.flatMap(({ results }) => results.map(({ id }) => id))).toEqual([1, 2, 3, 4, 5, 6]);
    expect(pages).toHaveLength(Math.ceil(6 / size));
    const last = await getJson<PageBody>(`${PATH}?page_size=${size}&page=last`);
    expect(last).toEqual(pages.at(-1));
    const back = await walk(`${PATH}?page_size=${size}&page=last`, "previous");
    expect(back.map(({ results }) => results)).toEqual(
      pages.toReversed().map(({ results }) => results),
    );
  },
);

test.for([
  ["name=over_voltage", "name"],
  ["name=", "name"],
  ["chart_type=SoS", "chart_type"],
  ["chart_type=exsos", "chart_type"],
  ["profile=42J", "profile"],
  ["page=0", "page"],
  ["page_size=101", "page_size"],
  ["page_size=x", "page_size"],
  ["id=1", "id"],
] as const)("?%s is a 400 that names %s and what there is", async ([query, name]) => {
  const { errors } = await getProblem(`${PATH}?${query}`, 400);
  expect(errors.map((error) => error.name)).toEqual([name]);
  if (name === "name") expect(errors[0]?.allowed).toEqual(NAMES);
});

test("a page beyond the last is not there", async () => {
  const problem = await getProblem(`${PATH}?page=2`, 404);
  expect(problem).toMatchObject({
    code: "unknown_page",
    detail: "There is no page 2. Last page: 1",
  });
});
