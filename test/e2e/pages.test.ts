import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { axe } from "./support/axe.ts";
import { SCREENS, settled, useBrowser, visit } from "./support/browser.ts";
import { LANGUAGES } from "./support/languages.ts";
import { PAGES } from "./support/pages.ts";
import { hangul, untranslated } from "./support/words.ts";

useBrowser();

describe.each(Object.entries(PAGES))("%s", (name, address) => {
  test.each(LANGUAGES)(
    "is accessible, wholly %s, and without a fault in both themes",
    async (language) => {
      const { page, context, faults } = await visit(address, { language });
      for (const theme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme: theme });
        await settled(page);
        await page.screenshot({
          path: join(SCREENS, `${name}-${language}-${theme}.png`),
          fullPage: true,
        });
        expect(await axe(page), theme).toEqual([]);
        expect(await (language === "ko" ? untranslated : hangul)(page), theme).toEqual([]);
      }
      expect(await page.evaluate("document.documentElement.lang")).toBe(language);
      expect(faults).toEqual([]);
      await context.close();
    },
  );

  test.each([375, 1920])("fits a screen of %i px without scrolling sideways", async (width) => {
    // Loaded in the dark theme, which the pages above are only changed to.
    const look = { width, language: "ko", theme: "dark" } as const;
    const { page, context, faults } = await visit(address, look);
    await settled(page);
    await page.screenshot({ path: join(SCREENS, `${name}-${width}.png`), fullPage: true });
    const inner = await page.evaluate<number>("document.documentElement.scrollWidth");
    expect(inner).toBeLessThanOrEqual(width);
    expect(faults).toEqual([]);
    await context.close();
  });
});
