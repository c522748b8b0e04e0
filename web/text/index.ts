import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Dictionary, Language } from "./dictionary";

export type { Language } from "./dictionary";

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

/** The words of a language, which is the page's from now on. */
export async function loadLanguage(next: Language = language): Promise<Dictionary> {
  const dictionary = await loaders[next]();
  language = next;
  document.documentElement.lang = next;
  return dictionary;
}

export const keepLanguage = (next: Language): void => localStorage.setItem(NAME, next);

export const TextContext = createContext<{ language: Language; t: Dictionary }>(undefined as never);

/** The page's words. */
export const useText = (): Dictionary => useContext(TextContext).t;

export const useLanguage = (): Language => useContext(TextContext).language;

/** Of what the API says in both languages. */
export const inLanguage = <T>(text: { ko: T; en: T }, wanted: Language): T => text[wanted];
