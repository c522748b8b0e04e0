import { type ComponentChildren, createContext } from "preact";
import { useContext, useEffect, useRef, useState } from "preact/hooks";
import { api, got } from "../api/client";
import type { Schemas } from "../api/paths";
import { currentKey, isKeyRefused, onKeyChange } from "../api/session";
import { useAsk } from "../api/use-ask";
import { Failure } from "../ui/failure";
import { Loading } from "../ui/loading";
import { SignIn } from "./sign-in";

export type Caller = Schemas["Caller"];
export type Site = Schemas["OperatingSite"];

const CallerContext = createContext<Caller>(undefined as never);

/** Who looks at the page, and what they may do. */
export const useCaller = (): Caller => useContext(CallerContext);

/** Whether the caller has one of these scopes. */
export function useMay(...scopes: Caller["scopes"]): boolean {
  const caller = useCaller();
  return scopes.some((scope) => caller.scopes.includes(scope));
}

/**
 * Lets in who has a key, or who needs none; everybody else is asked for one, in the place of the page, whose address
 * stays. What is shown is of the key in use: nothing of it outlives that.
 */
export function Session({ children }: { children: ComponentChildren }) {
  const { key, isRefused } = useKey();
  const asked = useAsk(`caller ${key ?? ""}`, async (signal) => ({
    of: key,
    caller: await got(api.GET("/api/ess/caller/", { signal })),
  }));
  const caller = asked.data?.of === key ? asked.data?.caller : undefined;
  const wasOut = useRef(false);
  // Who signs in stays with the form until the key has been answered for.
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
