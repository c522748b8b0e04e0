import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import { useLanguage } from "../../text";

/** Translates an API text into the language of the page, falling back to English. */
export type Say = (english: string) => string;

const same: Say = (english) => english;
export const SayContext = createContext<Say>(same);
export const useSay = (): Say => useContext(SayContext);

/** Translator of the document, which is in English. Undefined until the texts are loaded. */
export function useWords(): Say | undefined {
  const language = useLanguage();
  const [korean, setKorean] = useState<Say>();
  useEffect(() => {
    if (language === "ko") import("./ko").then(({ inKorean }) => setKorean(() => inKorean));
  }, [language]);
  return language === "ko" ? korean : same;
}

/** Text with `code` in backquotes. */
export function Coded({ text }: { text: string }) {
  return (
    <>
      {text
        .split("`")
        .map((part, i) => (i % 2 === 1 ? <code key={`${i} ${part}`}>{part}</code> : part))}
    </>
  );
}
