import { useRouter } from "next/navigation";
import { useCallback } from "react";

/** Goes on, or asks first and then goes on or does not. */
type Guard = (go: () => void) => void;

let guard: Guard | null = null;

/** Hands every way out of the page that `useGo` takes to this guard. @returns how to end that */
export function guardLeaving(asks: Guard): () => void {
  guard = asks;
  return () => {
    if (guard === asks) guard = null;
  };
}

/** Whether an address is another page than this one. */
export const isAway = (href: string): boolean => new URL(href, location.href).pathname !== location.pathname;

/** How keys and commands go to a page of the desk: as a link does, they ask where something is not saved. */
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
