"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useSyncExternalStore } from "react";
import { type ListState, type Members, readListState, writeListState } from "./list-state";

const onBackOrForward = (notify: () => void) => {
  window.addEventListener("popstate", notify);
  return () => window.removeEventListener("popstate", notify);
};

/**
 * The query the address bar shows. The router's own misses a second Back while it still fetches for the first; it
 * counts only until the address bar has come to this page.
 */
function useAddressQuery(): URLSearchParams {
  const pathname = usePathname();
  const routed = useSearchParams().toString();
  const read = () =>
    location.pathname === pathname ? new URLSearchParams(location.search).toString() : routed;
  return new URLSearchParams(useSyncExternalStore(onBackOrForward, read, () => routed));
}

/**
 * The list's state is the address. Changing it is an entry in the history, so Back undoes it; the page is not asked
 * for again, only the rows are.
 */
export function useListState(members: Members) {
  const state = readListState(useAddressQuery(), members);
  const go = (next: ListState) =>
    window.history.pushState(null, "", `${location.pathname}${writeListState(next)}`);
  /** Another filter begins at the first page. */
  const change = (part: Partial<ListState>) => go({ ...state, cursors: [], ...part });
  return { state, change };
}
