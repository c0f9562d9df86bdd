"use client";

import { useAddressQuery } from "@/components/ui/use-address-query";
import { type ListState, type Members, readListState, writeListState } from "./list-state";

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
