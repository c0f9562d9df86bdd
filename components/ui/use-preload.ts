import { useEffect } from "react";

/** Without a browser's own word for it: long enough for what the page was opened for. */
const patienceMs = 2_000;

/**
 * Loads parts of the page once the browser has nothing else to do, so that the key that opens one is not waited for,
 * and what is typed right after it is not lost.
 * @param load - the same function at every call
 */
export function usePreload(load: () => Promise<unknown>): void {
  useEffect(() => {
    // What does not arrive now is asked for again, and told of, when it is needed.
    const run = () => void load().catch(() => null);
    if (typeof requestIdleCallback !== "function") {
      const timer = setTimeout(run, patienceMs);
      return () => clearTimeout(timer);
    }
    const idle = requestIdleCallback(run);
    return () => cancelIdleCallback(idle);
  }, [load]);
}
