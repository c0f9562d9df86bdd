"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useSyncExternalStore } from "react";

const onBackOrForward = (notify: () => void) => {
  window.addEventListener("popstate", notify);
  return () => window.removeEventListener("popstate", notify);
};

/**
 * The query the address bar shows. The router's own misses a second Back while it still fetches for the first; it
 * counts only until the address bar has come to this page.
 */
export function useAddressQuery(): URLSearchParams {
  const pathname = usePathname();
  const routed = useSearchParams().toString();
  const read = () =>
    location.pathname === pathname ? new URLSearchParams(location.search).toString() : routed;
  return new URLSearchParams(useSyncExternalStore(onBackOrForward, read, () => routed));
}
