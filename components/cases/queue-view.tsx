"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useEffect } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { TopBar } from "@/components/shell/top-bar";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { ErrorState } from "@/components/ui/error-state";
import { useHotkeys } from "@/components/ui/hotkeys";
import { Pagination } from "@/components/ui/pagination";
import { SkeletonRows } from "@/components/ui/skeleton";
import { TabsNav } from "@/components/ui/tabs-nav";
import { queueQueries } from "@/lib/queue/client";
import type { TabCountsDto } from "@/lib/queue/schema";
import { DemoCaseButton } from "./demo-case-button";
import { deskPath } from "./desk-path";
import { NoCases } from "./no-cases";
import { queueColumnsOf } from "./queue-columns";
import { QueueFilters } from "./queue-filters";
import {
  type QueueState,
  type QueueTab,
  queuePageSize,
  queueTabs,
  tabLabels,
  toCaseParams,
  unfiltered,
  writeQueueState,
} from "./queue-state";
import { useLiveCases } from "./use-live-cases";
import { useQueueState } from "./use-queue-state";
import { useTakeNext } from "./use-take-next";

type QueueViewProps = {
  mayClaim: boolean;
  mayTakeEscalations: boolean;
  mayMakeDemo: boolean;
  queues: readonly string[];
};

const countOf = (counts: TabCountsDto | undefined, tab: QueueTab) =>
  tab === "pending_second_review" ? counts?.pendingSecondReview : counts?.[tab];

const fresh = (tab: QueueTab, state: QueueState): string =>
  writeQueueState({ ...state, ...unfiltered, tab, cursors: [] });

/** What is waiting: five tabs with live counts, the oldest first, and one key that takes the next case. */
export function QueueView(props: QueueViewProps) {
  const environment = useEnvironment();
  const { mayClaim, mayTakeEscalations, mayMakeDemo, queues } = props;
  useLiveCases();
  const { state, change } = useQueueState();
  // Whoever comes from a desk whose last case is decided starts at the page, not nowhere.
  useEffect(() => {
    if (document.activeElement === document.body) document.getElementById("main")?.focus();
  }, []);
  const counts = useQuery(queueQueries.tabCounts(environment));
  const list = useQuery({
    ...queueQueries.list(environment, new URLSearchParams(toCaseParams(state)).toString()),
    placeholderData: keepPreviousData,
  });
  const takeable =
    state.tab === "pending_second_review" || (state.tab === "escalated" && mayTakeEscalations)
      ? state.tab
      : "unassigned";
  const take = useTakeNext(takeable);
  useHotkeys("Queue", [{ keys: "n", label: "Claim next case", run: take.run }], mayClaim);
  useHotkeys(
    "Queue",
    queueTabs.map((tab, at) => ({
      keys: String(at + 1),
      label: tabLabels[tab],
      run: () => change({ ...state, ...unfiltered, tab }),
    })),
  );
  const page = list.data;
  const before = state.cursors.length * queuePageSize;
  const { total = 0, totalIsCapped = false, nextCursor = null } = page?.pagination ?? {};
  return (
    <>
      <TopBar title="Queue" />
      <div className="flex min-h-12 shrink-0 flex-wrap items-center gap-2 border-b px-3 py-1.5">
        <TabsNav
          label="Queues"
          current={state.status ? "" : state.tab}
          items={queueTabs.map((tab) => ({
            key: tab,
            href: `/${environment}/queue${fresh(tab, state)}`,
            label: tabLabels[tab],
            count: countOf(counts.data, tab),
          }))}
        />
        {mayClaim ? (
          <Button
            variant="primary"
            icon={<Play aria-hidden />}
            shortcut="N"
            pending={take.isPending}
            onClick={take.run}
            className="ml-auto"
          >
            Claim next
          </Button>
        ) : null}
      </div>
      <div className="flex min-h-12 shrink-0 flex-wrap items-center gap-2 border-b px-3 py-1.5">
        <QueueFilters state={state} queues={queues} onChange={change} />
      </div>
      {page ? (
        <DataTable
          caption={`Cases: ${tabLabels[state.tab]}, ${state.newest ? "newest" : "oldest"} first`}
          columns={queueColumnsOf(state)}
          rows={page.data}
          getRowId={(row) => row.id}
          rowLabel={(row) => `case ${row.id}`}
          rowHref={(row) => deskPath(environment, row.id, takeable)}
          linkColumn="id"
          stale={list.isPlaceholderData}
          empty={
            <NoCases
              state={state}
              onClear={() => change(unfiltered)}
              demo={mayMakeDemo && state.tab === "unassigned" ? <DemoCaseButton /> : undefined}
            />
          }
          className="min-h-0 flex-1"
        />
      ) : list.error ? (
        <ErrorState
          title="The queue could not be loaded"
          {...problemOf(list.error)}
          onRetry={() => list.refetch()}
          retrying={list.isFetching}
        />
      ) : (
        <SkeletonRows rows={20} label="Loading cases" />
      )}
      {page && page.data.length > 0 ? (
        <footer className="sticky bottom-0 flex min-h-12 shrink-0 items-center border-t bg-surface px-4">
          <Pagination
            from={before + 1}
            to={before + page.data.length}
            total={total}
            more={totalIsCapped}
            onPrev={before > 0 ? () => change({ cursors: state.cursors.slice(0, -1) }) : undefined}
            onNext={
              nextCursor && !list.isPlaceholderData
                ? () => change({ cursors: [...state.cursors, nextCursor] })
                : undefined
            }
            className="ml-auto"
          />
        </footer>
      ) : null}
    </>
  );
}
