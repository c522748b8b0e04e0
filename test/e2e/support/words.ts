import type { Page } from "playwright-core";

/** Words that are the same in Korean: names, units, abbreviations of the field, forms of data. */
const SAME =
  /^(SoC|SoH|SoL|SoS|ExSoS|SoCP|BMS|PCS|API|CSV|JSON|ISO|UTC|URL|HTTP|GET|POST|PUT|DELETE|HEAD|SHA|Python|pandas|curl|Chrome|Edge|English|ess|edge|RH|TVOC|OpenAPI|RFC|Parquet|NDJSON|gzip|Rack|soc|Asia|Seoul|kW|kWh|mV|kB|MB|GB|MiB|KiB|RTE|Enter|Shift|Escape|Tab|ID|SSE|DC|AC)$/;

const ADDRESS = /\/api\/\S*/g;

/** More than the names of things, such as `start-time`, that stand among Korean words. */
const PHRASE = /([A-Za-z][\w-]+ ){2,}[A-Za-z][\w-]+/;

/**
 * Texts of a page that should be Korean and hold words that are not; what is marked as English, or as not to be
 * translated, may. Among Korean words names may stand, but no phrase.
 */
export async function untranslated(page: Page): Promise<string[]> {
  const texts = await page.evaluate<string[]>(`(() => {
    const found = [];
    const skip = 'code, pre, script, style, noscript, [lang="en"], [translate="no"], kbd, samp';
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (element && !element.closest(skip)) found.push(walker.currentNode.textContent);
    }
    for (const element of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]")) {
      if (element.closest(skip)) continue;
      for (const name of ["aria-label", "title", "placeholder", "alt"]) found.push(element.getAttribute(name) ?? "");
    }
    found.push(document.title);
    return found;
  })()`);
  return texts.filter((text) => {
    const words = (text.replaceAll(ADDRESS, "").match(/[A-Za-z]{2,}/g) ?? []).filter(
      (word) => !SAME.test(word),
    );
    const isKorean = /[\uac00-\ud7a3]/.test(text);
    return isKorean ? PHRASE.test(text) : words.length > 0;
  });
}

/** Texts with Hangul on a page that should be English; the name of the other language is one. */
export async function hangul(page: Page): Promise<string[]> {
  const text = await page.evaluate<string>(
    `[...document.querySelectorAll("body *:not(script):not(style):not(noscript)")].filter((one) => !one.closest('[lang="ko"], noscript')).flatMap((one) => [...one.childNodes].filter((node) => node.nodeType === 3).map((node) => node.textContent)).join("\\n")`,
  );
  return text.split("\n").filter((line) => /[\uac00-\ud7a3]/.test(line));
}
