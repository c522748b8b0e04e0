import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Dictionary, Language } from "./en";

export type { Dictionary, Language } from "./en";

const NAME = "ess-edge.language";
const loaders = {
  ko: () => import("./ko").then(({ ko }) => ko),
  en: () => import("./en").then(({ en }) => en),
};

let language: Language = chosenBefore();

function chosenBefore(): Language {
  const kept = localStorage.getItem(NAME);
  if (kept === "ko" || kept === "en") return kept;
  return navigator.language.toLowerCase().startsWith("ko") ? "ko" : "en";
}

export const currentLanguage = (): Language => language;

/** Loads the texts of a language and makes it the language of the page. */
export async function loadLanguage(next: Language = language): Promise<Dictionary> {
  const dictionary = await loaders[next]();
  language = next;
  document.documentElement.lang = next;
  return dictionary;
}

export const keepLanguage = (next: Language): void => localStorage.setItem(NAME, next);

export const TextContext = createContext<{ language: Language; t: Dictionary }>(undefined as never);

/** Texts of the current language. */
export const useText = (): Dictionary => useContext(TextContext).t;

export const useLanguage = (): Language => useContext(TextContext).language;

/** Picks the language of a bilingual API text. */
export const inLanguage = <T>(text: { ko: T; en: T }, wanted: Language): T => text[wanted];
