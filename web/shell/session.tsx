import { type ComponentChildren, createContext } from "preact";
import { useContext, useEffect, useRef, useState } from "preact/hooks";
import { api, got } from "../api/client";
import type { Caller } from "../api/paths";
import { currentKey, isKeyRefused, onKeyChange } from "../api/session";
import { useAsk } from "../api/use-ask";
import { Failure } from "../ui/failure";
import { Loading } from "../ui/loading";
import { SignIn } from "./sign-in";

const CallerContext = createContext<Caller>(undefined as never);

/** The caller and its scopes. */
export const useCaller = (): Caller => useContext(CallerContext);

/** Whether the caller has one of these scopes. */
export function useMay(...scopes: Caller["scopes"]): boolean {
  const caller = useCaller();
  return scopes.some((scope) => caller.scopes.includes(scope));
}

/**
 * Shows the sign-in form in place of the page if the service requires a key. The URL stays. Unmounts all content when
 * the key changes.
 */
export function Session({ children }: { children: ComponentChildren }) {
  const { key, isRefused } = useKey();
  const asked = useAsk(`caller ${key ?? ""}`, async (signal) => ({
    of: key,
    caller: await got(api.GET("/api/ess/caller/", { signal })),
  }));
  const caller = asked.data?.of === key ? asked.data?.caller : undefined;
  const wasOut = useRef(false);
  // Keep the form mounted until the service has checked the new key.
  const isWaiting = wasOut.current && !caller && !asked.problem;
  wasOut.current = isRefused || asked.problem?.status === 401 || isWaiting;
  if (wasOut.current) return <SignIn isRefused={key !== undefined && !asked.isLoading} />;
  if (asked.problem && !caller) {
    return (
      <main class="page">
        <Failure problem={asked.problem} again={asked.again} />
      </main>
    );
  }
  if (!caller) return <Loading lines={0} />;
  return <CallerContext.Provider value={caller}>{children}</CallerContext.Provider>;
}

const keyNow = () => ({ key: currentKey(), isRefused: isKeyRefused() });

function useKey() {
  const [now, setNow] = useState(keyNow);
  useEffect(() => onKeyChange(() => setNow(keyNow())), []);
  return now;
}
