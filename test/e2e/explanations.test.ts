import { describe, expect, test } from "vitest";
import { axe } from "./support/axe.ts";
import { settled, useBrowser, visit } from "./support/browser.ts";
import { untranslated } from "./support/words.ts";

useBrowser();

const RACK = "/sites/2?bank=1&rack=2";

describe.each(["", "&part=safety", "&part=health", "&part=forecast"])("%s", (part) => {
  test.each(["light", "dark"] as const)(
    "every chart's explanation is accessible and wholly Korean in the %s theme",
    async (theme) => {
      const { page, context, faults } = await visit(RACK + part, { language: "ko", theme });
      await settled(page);
      const plots = page.locator(".plot");
      const count = await plots.count();
      expect(count).toBeGreaterThan(0);
      for (let i = 0; i < count; i++) {
        const plot = plots.nth(i);
        await plot.scrollIntoViewIfNeeded();
        await settled(page);
        await plot.focus();
        await page.keyboard.press("ArrowRight");
        await page.keyboard.press("Enter");
        await page.getByRole("dialog").waitFor();
        await settled(page);
        expect(await axe(page), `chart ${i}`).toEqual([]);
        expect(await untranslated(page), `chart ${i}`).toEqual([]);
        await page.keyboard.press("Escape");
      }
      expect(faults).toEqual([]);
      await context.close();
    },
  );
});
