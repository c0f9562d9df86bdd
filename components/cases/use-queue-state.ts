"use client";

import { changeQuery, useAddressQuery } from "@/components/ui/use-address-query";
import { useColumns } from "@/components/views/use-columns";
import { type QueueState, readQueueState, writeQueueState } from "./queue-state";

/** The address is the queue's state. Changing it adds an entry to the browser's history. */
export function useQueueState() {
  const state = readQueueState(useAddressQuery());
  const { keep } = useColumns();
  const change = (part: Partial<QueueState>) =>
    changeQuery(keep(writeQueueState({ ...state, cursors: [], ...part })));
  return { state, change };
}
