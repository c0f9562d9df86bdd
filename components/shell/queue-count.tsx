"use client";

import { useQueryClient } from "@tanstack/react-query";
import { use, useCallback, useSyncExternalStore } from "react";
import { caseQueries } from "@/lib/cases/client";
import { thousands } from "@/lib/format/number";
import type { Environment } from "./top-controls";

type QueueCountProps = { environment: Environment; waiting: Promise<number | null> };

/**
 * How many cases wait: the server's number, and once a page has read the counts what changes make of them. It only
 * listens: a query of its own would stand in the way of the one that a page brings along.
 */
export function QueueCount({ environment, waiting }: QueueCountProps) {
  const atFirst = use(waiting);
  const client = useQueryClient();
  const subscribe = useCallback((notify: () => void) => client.getQueryCache().subscribe(notify), [client]);
  const read = () => client.getQueryData(caseQueries.tabCounts(environment).queryKey)?.unassigned ?? atFirst;
  const count = useSyncExternalStore(subscribe, read, () => atFirst);
  if (count === null) return null;
  return (
    <span className="ml-auto text-sm font-normal text-ink-muted rail-tight:sr-only">
      {thousands(count)}
      <span className="sr-only"> waiting</span>
    </span>
  );
}
