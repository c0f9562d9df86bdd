import { useRouter } from "next/navigation";
import { useCallback } from "react";

/** Calls `go`, possibly after asking. */
type Guard = (go: () => void) => void;

let guard: Guard | null = null;

/**
 * Sends every navigation by `useGo` through a guard.
 * @returns a function that removes the guard
 */
export function guardLeaving(asks: Guard): () => void {
  guard = asks;
  return () => {
    if (guard === asks) guard = null;
  };
}

/** Returns whether an address is another page than this one. */
export const isAway = (href: string): boolean => new URL(href, location.href).pathname !== location.pathname;

/**
 * Returns a function with which keys and commands open a page. Like a link, it asks first while there are unsaved
 * changes.
 */
export function useGo(): (href: string) => void {
  const router = useRouter();
  return useCallback(
    (href) => {
      const go = () => router.push(href);
      if (guard && isAway(href)) guard(go);
      else go();
    },
    [router],
  );
}
