"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useEffect, useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { ExportCsv } from "@/components/shell/export-csv";
import { PagedList } from "@/components/shell/paged-list";
import { TopBar } from "@/components/shell/top-bar";
import { Button } from "@/components/ui/button";
import { useHotkeys } from "@/components/ui/hotkeys";
import { SkeletonRows } from "@/components/ui/skeleton";
import { TabsNav } from "@/components/ui/tabs-nav";
import { Toolbar } from "@/components/ui/toolbar";
import { ColumnsMenu } from "@/components/views/columns-menu";
import { useColumns } from "@/components/views/use-columns";
import { ViewsMenu } from "@/components/views/views-menu";
import { queueQueries } from "@/lib/queue/client";
import type { TabCountsDto } from "@/lib/queue/schema";
import { DemoCaseButton } from "./demo-case-button";
import { deskPath } from "./desk-path";
import { NoCases } from "./no-cases";
import { queueColumnsOf } from "./queue-columns";
import { QueueFilters } from "./queue-filters";
import { QueueSelection } from "./queue-selection";
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
  mayAssign: boolean;
  mayShareViews: boolean;
  queues: readonly string[];
};

const countOf = (counts: TabCountsDto | undefined, tab: QueueTab) =>
  tab === "pending_second_review" ? counts?.pendingSecondReview : counts?.[tab];

const fresh = (tab: QueueTab, state: QueueState): string =>
  writeQueueState({ ...state, ...unfiltered, tab, cursors: [] });

/** Returns the tab from which the key for the next case claims. */
const takeableOf = (tab: QueueTab, mayTakeEscalations: boolean) =>
  tab === "pending_second_review" || (tab === "escalated" && mayTakeEscalations) ? tab : "unassigned";

type HeadProps = {
  state: QueueState;
  change: (part: Partial<QueueState>) => void;
  takeable: ReturnType<typeof takeableOf>;
  mayClaim: boolean;
};

/** Five tabs with live counts, and the button and key that claim the next case. */
function QueueHead({ state, change, takeable, mayClaim }: HeadProps) {
  const environment = useEnvironment();
  const counts = useQuery(queueQueries.tabCounts(environment));
  const take = useTakeNext(takeable);
  const { keep } = useColumns();
  useHotkeys("Queue", [{ keys: "n", label: "Claim next case", run: take.run }], mayClaim);
  useHotkeys(
    "Queue",
    queueTabs.map((tab, at) => ({
      keys: String(at + 1),
      label: tabLabels[tab],
      run: () => change({ ...state, ...unfiltered, tab }),
    })),
  );
  return (
    <Toolbar>
      <TabsNav
        label="Queues"
        current={state.status ? "" : state.tab}
        items={queueTabs.map((tab) => ({
          key: tab,
          href: keep(`/${environment}/queue${fresh(tab, state)}`),
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
    </Toolbar>
  );
}

/** Lists the waiting cases, oldest first. */
export function QueueView(props: QueueViewProps) {
  const { mayClaim, mayTakeEscalations, mayMakeDemo, mayAssign, mayShareViews, queues } = props;
  const environment = useEnvironment();
  useLiveCases();
  const { state, change } = useQueueState();
  const columns = useColumns();
  const all = queueColumnsOf(state);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  // After the last case of a desk is decided, the focus starts at the page.
  useEffect(() => {
    if (document.activeElement === document.body) document.getElementById("main")?.focus();
  }, []);
  const list = useQuery({
    ...queueQueries.list(environment, new URLSearchParams(toCaseParams(state)).toString()),
    placeholderData: keepPreviousData,
  });
  const takeable = takeableOf(state.tab, mayTakeEscalations);
  const demo = mayMakeDemo && state.tab === "unassigned" ? <DemoCaseButton /> : undefined;
  return (
    <>
      <TopBar title="Queue" />
      <QueueHead state={state} change={change} takeable={takeable} mayClaim={mayClaim} />
      <Toolbar>
        <QueueFilters state={state} queues={queues} onChange={change} />
        <div className="ml-auto flex items-center gap-1">
          <ViewsMenu list="cases" mayShare={mayShareViews} />
          <ColumnsMenu columns={all} chosen={columns.chosen} always="id" />
          <ExportCsv path="/cases" name="cases" params={toCaseParams(state)} />
        </div>
      </Toolbar>
      <PagedList
        query={list}
        failed="The queue could not be loaded"
        skeleton={<SkeletonRows rows={20} label="Loading cases" />}
        pageSize={queuePageSize}
        cursors={state.cursors}
        onCursors={(cursors) => change({ cursors })}
        selection={selected.size > 0 ? <QueueSelection selected={selected} onSelect={setSelected} /> : null}
        table={{
          caption: `Cases: ${tabLabels[state.tab]}, ${state.newest ? "newest" : "oldest"} first`,
          columns: columns.shown(all, "id"),
          getRowId: (row) => row.id,
          rowLabel: (row) => `case ${row.id}`,
          rowHref: (row) => deskPath(environment, row.id, takeable),
          linkColumn: "id",
          selection: mayAssign ? { selected, onChange: setSelected } : undefined,
          empty: <NoCases state={state} onClear={() => change(unfiltered)} demo={demo} />,
        }}
      />
    </>
  );
}
