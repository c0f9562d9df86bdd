"use client";

import { useQueryClient } from "@tanstack/react-query";
import { AlarmClock } from "lucide-react";
import { use, useCallback, useSyncExternalStore } from "react";
import { cx } from "@/components/ui/cx";
import { thousands } from "@/lib/format/number";
import { queueQueries } from "@/lib/queue/client";
import { useEnvironment } from "./environment";
import { useShellLabels } from "./shell-labels";

export type Waiting = { unassigned: number; overdue: number };

type QueueCountProps = { waiting: Promise<Waiting | null> };

/** Marks overdue cases on a tight rail, which shows no numbers. */
export function LateMark() {
  return (
    <span
      aria-hidden
      className="absolute top-1 right-1 hidden size-1.5 rounded-full bg-bad rail-tight:block"
    />
  );
}

/**
 * Shows the number of waiting cases: first the server's, then the counts that a page has loaded. Red when a case is
 * overdue. It has no query of its own, which would collide with the data that a page brings along.
 */
export function QueueCount({ waiting }: QueueCountProps) {
  const environment = useEnvironment();
  const labels = useShellLabels();
  const atFirst = use(waiting);
  const client = useQueryClient();
  const subscribe = useCallback((notify: () => void) => client.getQueryCache().subscribe(notify), [client]);
  const read = () => client.getQueryData<Waiting>(queueQueries.tabCounts(environment).queryKey) ?? atFirst;
  const counts = useSyncExternalStore(subscribe, read, () => atFirst);
  if (counts === null) return null;
  const isLate = counts.overdue > 0;
  return (
    <>
      <span
        className={cx(
          "ml-auto text-sm rail-tight:sr-only",
          isLate ? "font-semibold text-bad" : "font-normal text-ink-muted",
        )}
      >
        {isLate ? <AlarmClock aria-hidden className="mr-1 inline size-3.25 align-[-0.125em]" /> : null}
        {thousands(counts.unassigned)}
        <span className="sr-only"> {isLate ? labels.waitingLate : labels.waiting}</span>
      </span>
      {isLate ? <LateMark /> : null}
    </>
  );
}
