import { useEffect } from "react";

const activities = ["pointermove", "keydown", "touchstart", "scroll"] as const;

/**
 * Loads parts of the page at the first sign of activity, so that a key opens one without delay and what is typed next
 * is not lost. A page that is only viewed does not load them.
 * @param load - the same function at every call
 */
export function usePreload(load: () => Promise<unknown>): void {
  useEffect(() => {
    const controller = new AbortController();
    const run = () => {
      controller.abort();
      // If loading fails here, it is tried again, and reported, when the part is needed.
      void load().catch(() => null);
    };
    for (const activity of activities)
      window.addEventListener(activity, run, { signal: controller.signal, capture: true, passive: true });
    return () => controller.abort();
  }, [load]);
}
