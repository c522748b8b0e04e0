import axeCore, { type AxeResults } from "axe-core";
import type { Page } from "playwright-core";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const THEMES = ["light", "dark"] as const;

/** What axe-core finds on a page in either theme; it is left in the light one. */
export async function axeInBothThemes(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme });
    found.push(...(await axe(page)).map((line) => `${theme}: ${line}`));
  }
  await page.emulateMedia({ colorScheme: "light" });
  return found;
}

/** What axe-core finds on a page, a line for each node. */
export async function axe(page: Page): Promise<string[]> {
  await page.evaluate(axeCore.source);
  const options = JSON.stringify({ runOnly: { type: "tag", values: TAGS } });
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${options})`);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id} (${help}): ${html} ${failureSummary}`),
  );
}
