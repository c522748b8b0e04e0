import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import { useLanguage } from "../../text";

/** What a text of the document is in the language of the page; its own English where there is no other. */
export type Say = (english: string) => string;

const same: Say = (english) => english;
export const SayContext = createContext<Say>(same);
export const useSay = (): Say => useContext(SayContext);

/** The texts of the document are English: others are loaded when they are wanted. Undefined until they are there. */
export function useWords(): Say | undefined {
  const language = useLanguage();
  const [korean, setKorean] = useState<Say>();
  useEffect(() => {
    if (language === "ko") import("./ko").then(({ inKorean }) => setKorean(() => inKorean));
  }, [language]);
  return language === "ko" ? korean : same;
}

/** A text in which `code` stands between backquotes. */
export function Coded({ text }: { text: string }) {
  return (
    <>
      {text
        .split("`")
        .map((part, i) => (i % 2 === 1 ? <code key={`${i} ${part}`}>{part}</code> : part))}
    </>
  );
}
