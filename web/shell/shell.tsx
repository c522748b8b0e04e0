import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { setKey } from "../api/session";
import { type Language, useLanguage, useText } from "../text";
import { chooseTheme, chosenTheme, THEMES, type Theme } from "../ui/theme";
import { useCaller, useMay } from "./session";

/** Frame of every page: navigation, language, theme, sign-out. */
export function Shell({
  onLanguage,
  children,
}: {
  onLanguage: (language: Language) => void;
  children: ComponentChildren;
}) {
  const { common: t } = useText();
  const { path } = useLocation();
  const main = useFocusOnNewPage(path);
  const isAdmin = useMay("admin");
  const { key } = useCaller();
  const links: [string, string][] = [
    ["/", t.pages.fleet],
    ["/events", t.pages.events],
    ["/data", t.pages.data],
    ["/docs", t.pages.docs],
    ...(isAdmin ? [["/keys", t.pages.keys] as [string, string]] : []),
  ];
  return (
    <>
      <a class="skip" href="#main">
        {t.skip}
      </a>
      <header class="top">
        <a class="brand" href="/" aria-label={`ess-edge: ${t.pages.fleet}`}>
          <img src="/icon.svg" alt="" width="24" height="24" />
          <span>ess-edge</span>
        </a>
        <nav aria-label={t.navigation}>
          {links.map(([href, name]) => (
            <a key={href} href={href} aria-current={isCurrent(href, path) ? "page" : undefined}>
              {name}
            </a>
          ))}
        </nav>
        <div class="tools">
          <LanguageChoice onLanguage={onLanguage} />
          <ThemeChoice />
          {key && (
            <button type="button" class="plain" onClick={() => setKey(undefined)}>
              {t.signIn.out}
            </button>
          )}
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1} class="page">
        {children}
      </main>
    </>
  );
}

const isCurrent = (href: string, path: string): boolean =>
  href === "/" ? path === "/" || path.startsWith("/sites/") : path.startsWith(href);

/** Moves the focus to the top after navigation, for keyboard and screen reader users. */
function useFocusOnNewPage(path: string) {
  const main = useRef<HTMLElement>(null);
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    main.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [path]);
  return main;
}

function LanguageChoice({ onLanguage }: { onLanguage: (language: Language) => void }) {
  const { common: t } = useText();
  const language = useLanguage();
  return (
    <select
      aria-label={t.language}
      value={language}
      onChange={(event) => onLanguage(event.currentTarget.value as Language)}
    >
      <option value="ko" lang="ko">
        한국어
      </option>
      <option value="en" lang="en">
        English
      </option>
    </select>
  );
}

function ThemeChoice() {
  const { common: t } = useText();
  const [theme, setTheme] = useState<Theme>(chosenTheme);
  return (
    <select
      aria-label={t.theme}
      value={theme}
      onChange={(event) => {
        const next = event.currentTarget.value as Theme;
        setTheme(next);
        chooseTheme(next);
      }}
    >
      {THEMES.map((one) => (
        <option key={one} value={one}>
          {t.themes[one]}
        </option>
      ))}
    </select>
  );
}
