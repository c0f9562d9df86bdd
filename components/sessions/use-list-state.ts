"use client";

import { changeQuery, useAddressQuery } from "@/components/ui/use-address-query";
import { useColumns } from "@/components/views/use-columns";
import { type ListState, type Members, readListState, writeListState } from "./list-state";

/**
 * The address is the list's state. A change adds a history entry, so Back undoes it. It loads only the rows again,
 * not the page.
 */
export function useListState(members: Members) {
  const state = readListState(useAddressQuery(), members);
  const { keep } = useColumns();
  const go = (next: ListState) => changeQuery(keep(writeListState(next)));
  /** A changed filter returns to the first page. */
  const change = (part: Partial<ListState>) => go({ ...state, cursors: [], ...part });
  return { state, change };
}
