"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useSyncExternalStore } from "react";

const onBackOrForward = (notify: () => void) => {
  window.addEventListener("popstate", notify);
  return () => window.removeEventListener("popstate", notify);
};

/**
 * Returns the query in the address bar. The router's query misses a second Back while it still loads the first; it is
 * used only until the address bar has reached this page.
 */
export function useAddressQuery(): URLSearchParams {
  const pathname = usePathname();
  const routed = useSearchParams().toString();
  const read = () =>
    location.pathname === pathname ? new URLSearchParams(location.search).toString() : routed;
  return new URLSearchParams(useSyncExternalStore(onBackOrForward, read, () => routed));
}
