"use client";

import { useAddressQuery } from "@/components/ui/use-address-query";
import { type QueueState, readQueueState, writeQueueState } from "./queue-state";

/** The address is the queue's state. Changing it adds an entry to the browser's history. */
export function useQueueState() {
  const state = readQueueState(useAddressQuery());
  const change = (part: Partial<QueueState>) =>
    window.history.pushState(
      null,
      "",
      `${location.pathname}${writeQueueState({ ...state, cursors: [], ...part })}`,
    );
  return { state, change };
}
