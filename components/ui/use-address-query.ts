"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useSyncExternalStore } from "react";

const changed = "addresschange";

const onChange = (notify: () => void) => {
  for (const event of ["popstate", changed]) window.addEventListener(event, notify);
  return () => {
    for (const event of ["popstate", changed]) window.removeEventListener(event, notify);
  };
};

/**
 * Changes the query of the address bar at once, without loading the page. The router would tell the page only when
 * it has time, and what somebody types until then would be overwritten.
 * @param how whether Back undoes the change
 */
export function changeQuery(search: string, how: "push" | "replace" = "push"): void {
  window.history[`${how}State`](null, "", `${location.pathname}${search}`);
  window.dispatchEvent(new Event(changed));
}

/**
 * Returns the query in the address bar. The router's query misses a second Back while it still loads the first; it is
 * used only until the address bar has reached this page.
 */
export function useAddressQuery(): URLSearchParams {
  const pathname = usePathname();
  const routed = useSearchParams().toString();
  const read = () =>
    location.pathname === pathname ? new URLSearchParams(location.search).toString() : routed;
  return new URLSearchParams(useSyncExternalStore(onChange, read, () => routed));
}
