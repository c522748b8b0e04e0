import { expect, test } from "vitest";
import { axeInBothThemes } from "./support/axe.ts";
import { settled, useBrowser, visit } from "./support/browser.ts";
import { untranslated } from "./support/words.ts";

useBrowser();

const RACK = "/sites/2?bank=1&rack=2";

test.each(["", "&part=safety", "&part=health", "&part=forecast"])(
  "%s: every chart's explanation is accessible in both themes, and wholly Korean",
  async (part) => {
    const { page, context, faults } = await visit(RACK + part, { language: "ko" });
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
      expect(await axeInBothThemes(page), `chart ${i}`).toEqual([]);
      expect(await untranslated(page), `chart ${i}`).toEqual([]);
      await page.keyboard.press("Escape");
    }
    expect(faults).toEqual([]);
    await context.close();
  },
);
