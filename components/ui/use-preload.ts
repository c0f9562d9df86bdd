import { useEffect } from "react";

const activities = ["pointermove", "keydown", "touchstart", "scroll"] as const;

/**
 * Loads parts of the page with the first sign that somebody works on it, so that the key that opens one is not waited
 * for, and what is typed right after it is not lost. A page that is only looked at does without them.
 * @param load - the same function at every call
 */
export function usePreload(load: () => Promise<unknown>): void {
  useEffect(() => {
    const controller = new AbortController();
    const run = () => {
      controller.abort();
      // What does not arrive now is asked for again, and told of, when it is needed.
      void load().catch(() => null);
    };
    for (const activity of activities)
      window.addEventListener(activity, run, { signal: controller.signal, capture: true, passive: true });
    return () => controller.abort();
  }, [load]);
}
