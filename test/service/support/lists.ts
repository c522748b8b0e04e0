import { expect, inject } from "vitest";
import { sites } from "../../../src/site/registry/registry.ts";
import { type Component, type Site, wireName } from "../../../src/site/site.ts";
import { DEMO } from "../../support/demo.ts";
import type { PageBody, Row } from "../../support/http.ts";

/** Moments at which the demo data has rows. */
export const MOMENTS = (DEMO.days * 86_400) / DEMO.stepSeconds;

export type List = {
  path: string;
  /** The end of the path, for the names of tests. */
  where: string;
  site: Site;
  component: Component;
  bank?: number;
  rack?: number;
  /** Rows that the demo data has in it. */
  rows: number;
};

/** Every list of operating data of every bank; of racks the first and the last of each bank. */
export const LISTS: readonly List[] = sites.flatMap(listsOf).map((list) => ({
  ...list,
  where: list.path.replace("/api/ess/operating-sites/", ""),
}));

function listsOf(site: Site): Omit<List, "where">[] {
  const root = `/api/ess/operating-sites/${site.id}`;
  const banks = site.banks.flatMap(({ id, racks }): Omit<List, "where">[] => [
    { path: `${root}/banks/${id}/`, site, component: "bank", bank: id, rows: MOMENTS },
    {
      path: `${root}/banks/${id}/racks/`,
      site,
      component: "rack" as const,
      bank: id,
      rows: MOMENTS * racks,
    },
    ...[1, racks].map((rack) => ({
      path: `${root}/banks/${id}/racks/${rack}/`,
      site,
      component: "rack" as const,
      bank: id,
      rack,
      rows: MOMENTS,
    })),
  ]);
  return [
    ...banks,
    { path: `${root}/pcs/`, site, component: "pcs", rows: MOMENTS },
    { path: `${root}/etc/`, site, component: "etc", rows: MOMENTS },
  ];
}

/** The lists that also have a newest row: all but those of all racks of a bank. */
export const WITH_LATEST = LISTS.filter(({ path }) => !path.endsWith("/racks/"));

export const namesOf = ({ site, component }: Pick<List, "site" | "component">): string[] =>
  site.components[component].map(wireName);

/** Text and status of an answer, for the message of an assertion. */
export async function answerOf(
  url: string,
  init?: RequestInit,
): Promise<{ response: Response; text: string; whole: string }> {
  const response = await fetch(url, init);
  const text = await response.text();
  return { response, text, whole: `${url} → ${response.status} ${text.slice(0, 800)}` };
}

export async function pageAt(url: string): Promise<PageBody> {
  const { response, text, whole } = await answerOf(url);
  expect(response.status, whole).toBe(200);
  return JSON.parse(text) as PageBody;
}

/** The pages from `path` on, by following `next` (or `previous`) until there is none. */
export async function walk(
  path: string,
  direction: "next" | "previous" = "next",
  base: string = inject("worker"),
): Promise<PageBody[]> {
  const pages: PageBody[] = [];
  for (let url: string | null = new URL(path, base).href; url !== null; ) {
    expect(pages.length, `${path} goes on and on: ${url}`).toBeLessThan(1000);
    const page: PageBody = await pageAt(url);
    pages.push(page);
    url = page[direction];
  }
  return pages;
}

export const rowsOf = (pages: readonly PageBody[]): Row[] => pages.flatMap((page) => page.results);

/** Query that leaves of a row what tells it from the others of its list. */
export const keyFields = ({ component }: Pick<List, "component">): string =>
  `fields=${component === "rack" ? "timestamp,rack_id" : "timestamp"}`;
