import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ErrorBoundary, LocationProvider, lazy, Route, Router } from "preact-iso";
import { Session } from "./shell/session";
import { Shell } from "./shell/shell";
import {
  currentLanguage,
  type Dictionary,
  keepLanguage,
  type Language,
  loadLanguage,
  TextContext,
  useText,
} from "./text";
import { Loading } from "./ui/loading";
import { useTitle } from "./ui/title";

const Fleet = page(() => import("./pages/fleet/fleet").then(({ Fleet }) => Fleet));
const Site = page(() => import("./pages/site/site").then(({ Site }) => Site));
const Events = page(() => import("./pages/events/events").then(({ Events }) => Events));
const Data = page(() => import("./pages/data/data").then(({ Data }) => Data));
const Docs = page(() => import("./pages/docs/docs").then(({ Docs }) => Docs));
const Problems = page(() => import("./pages/docs/problems").then(({ Problems }) => Problems));
const Keys = page(() => import("./pages/keys/keys").then(({ Keys }) => Keys));

/** Lazily loaded page. If its file is gone because a new version was deployed, the tab reloads. */
function page(load: () => Promise<ComponentType>) {
  return lazy(() =>
    load().catch((error: unknown) => {
      const name = "ess-edge.reloaded";
      const before = Number(sessionStorage.getItem(name) ?? 0);
      if (Date.now() - before < RELOAD_MS) {
        console.error(error);
        return Unloadable;
      }
      sessionStorage.setItem(name, String(Date.now()));
      location.reload();
      return new Promise<ComponentType>(() => {});
    }),
  );
}

/** A second reload within this time would not help, ms. */
const RELOAD_MS = 60_000;

/** Root of the web app. */
export function App({ first }: { first: Dictionary }) {
  const [{ language, t }, setText] = useState({ language: currentLanguage(), t: first });
  const choose = async (next: Language) => {
    const dictionary = await loadLanguage(next);
    keepLanguage(next);
    setText({ language: next, t: dictionary });
  };
  return (
    <TextContext.Provider value={{ language, t }}>
      <LocationProvider>
        <Session>
          <Shell onLanguage={choose}>
            <ErrorBoundary>
              <Pages />
            </ErrorBoundary>
          </Shell>
        </Session>
      </LocationProvider>
    </TextContext.Provider>
  );
}

function Pages() {
  const [isLoading, setLoading] = useState(false);
  return (
    <>
      {isLoading && <FirstLoading />}
      <Router onLoadStart={() => setLoading(true)} onLoadEnd={() => setLoading(false)}>
        <Route path="/" component={Fleet} />
        <Route path="/sites/:site" component={Site} />
        <Route path="/events" component={Events} />
        <Route path="/data" component={Data} />
        <Route path="/docs" component={Docs} />
        <Route path="/docs/errors" component={Problems} />
        <Route path="/keys" component={Keys} />
        <Route default component={NotFound} />
      </Router>
    </>
  );
}

/** Delayed, so that fast loads do not flash. */
function FirstLoading() {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return isLate ? <Loading lines={6} /> : null;
}

function NotFound() {
  const { common: t } = useText();
  useTitle(t.notFound);
  return (
    <section class="card empty">
      <h1>{t.notFound}</h1>
      <p>{t.notFoundWhat}</p>
      <a class="button" href="/">
        {t.toFleet}
      </a>
    </section>
  );
}

/** Shown if the code of a page cannot be loaded. */
function Unloadable() {
  const { unloadable: t } = useText().common;
  return (
    <section class="card empty" role="alert">
      <h1>{t.title}</h1>
      <p>{t.what}</p>
      <button type="button" class="primary" onClick={() => location.reload()}>
        {t.reload}
      </button>
    </section>
  );
}
