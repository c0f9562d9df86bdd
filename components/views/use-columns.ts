"use client";

import type { Column } from "@/components/ui/data-table";
import { useAddressQuery } from "@/components/ui/use-address-query";
import { chosenColumns, shownColumns, withColumns } from "./columns-state";

/** The columns that the address chooses, and addresses that keep them. */
export function useColumns() {
  const chosen = chosenColumns(useAddressQuery());
  return {
    chosen,
    /** @param always the column with the link of the row */
    shown: <Row>(all: readonly Column<Row>[], always: string) => shownColumns(all, chosen, always),
    keep: (address: string) => withColumns(address, chosen),
  };
}
