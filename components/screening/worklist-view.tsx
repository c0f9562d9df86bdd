"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Radar, SearchX } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useLiveCases } from "@/components/cases/use-live-cases";
import { useEnvironment } from "@/components/shell/environment";
import { ExportCsv } from "@/components/shell/export-csv";
import { PagedList } from "@/components/shell/paged-list";
import { TopBar } from "@/components/shell/top-bar";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { missingDialog } from "@/components/ui/missing-part";
import { SkeletonRows } from "@/components/ui/skeleton";
import { TabsNav } from "@/components/ui/tabs-nav";
import { Toolbar } from "@/components/ui/toolbar";
import { changeQuery, useAddressQuery } from "@/components/ui/use-address-query";
import { ColumnsMenu } from "@/components/views/columns-menu";
import { useColumns } from "@/components/views/use-columns";
import { ViewsMenu } from "@/components/views/views-menu";
import { thousands } from "@/lib/format/number";
import { hitListSize, screeningQueries } from "@/lib/screening/client";
import type { HitRowDto } from "@/lib/screening/schema";
import { HitHistory } from "./hit-history";
import { useWorklist } from "./use-worklist";
import { isDecided, isLate, worklistColumns } from "./worklist-columns";
import type { Asked } from "./worklist-dialog";
import { WorklistFilters, type WorklistOptions } from "./worklist-filters";
import {
  isNarrowed,
  readWorklist,
  stateLabels,
  type WorklistState,
  wholeWorklist,
  worklistParams,
  worklistTabs,
  writeWorklist,
} from "./worklist-state";

const WorklistDialog = dynamic(() => import("./worklist-dialog").catch(missingDialog), { ssr: false });

type ActionsProps = {
  row: HitRowDto;
  may: { claim: boolean; resolve: boolean };
  work: ReturnType<typeof useWorklist>;
  onAsk: (asked: Asked) => void;
};

/** What the viewer may do with a hit, by the same rule as on the desk: only the member who has claimed its case. */
function Actions({ row, may, work, onAsk }: ActionsProps) {
  const name = [row.hit.name, row.hit.listName].filter(Boolean).join(", ") || row.id;
  // Nobody can claim a decided case, so a hit that came after the decision needs no claim.
  const isUnclaimed = row.caseId === null || isLate(row);
  const mayWork = may.resolve && !row.isGone && !isDecided(row) && (row.isMine || isUnclaimed);
  const resolve = (resolution: Asked["resolution"], label: string) => (
    <Button
      size="sm"
      disabled={work.isPending}
      aria-label={`${label}: ${name}`}
      onClick={() => onAsk({ row, resolution })}
    >
      {label}
    </Button>
  );
  return (
    <span className="flex flex-wrap items-center gap-1 whitespace-normal">
      {mayWork && row.state === "open" ? resolve("dismiss", "Not a match") : null}
      {mayWork && row.state === "open" ? resolve("confirm", "Match…") : null}
      {mayWork && row.state !== "open" ? (
        <Button
          size="sm"
          variant="ghost"
          disabled={work.isPending}
          aria-label={`Reopen: ${name}`}
          onClick={() => work.reopen.mutate(row)}
        >
          Reopen
        </Button>
      ) : null}
      {may.claim && !isUnclaimed && !row.isMine && !row.holder && !isDecided(row) ? (
        <Button
          size="sm"
          disabled={work.isPending}
          aria-label={`Claim case ${row.caseId}`}
          onClick={() => work.claim.mutate(row)}
        >
          Claim case
        </Button>
      ) : null}
      {row.holder && !row.isMine ? (
        <span className="text-sm text-ink-muted">claimed by {row.holder}</span>
      ) : null}
      {isDecided(row) ? <span className="text-sm text-ink-muted">case decided</span> : null}
      <HitHistory row={row} />
    </span>
  );
}

function NoHits({ state, onClear }: { state: WorklistState; onClear: () => void }) {
  return isNarrowed(state) ? (
    <EmptyState
      icon={<SearchX />}
      title="No matching hits"
      detail="An ID must be complete. Remove a filter or clear all."
      action={<Button onClick={onClear}>Clear filters</Button>}
    />
  ) : (
    <EmptyState
      icon={<Radar />}
      title={state.state === "open" ? "No hits to resolve" : "No hits"}
      detail="Hits come with the screening checks of a session."
    />
  );
}

type WorklistViewProps = {
  options: WorklistOptions;
  may: { claim: boolean; resolve: boolean; shareViews: boolean };
  now: number;
};

/** Lists screening hits across sessions, with what differs between the person and the list entry. */
export function WorklistView({ options, may, now }: WorklistViewProps) {
  const environment = useEnvironment();
  useLiveCases();
  const state = readWorklist(useAddressQuery());
  const columns = useColumns();
  const [asked, setAsked] = useState<Asked>();
  const work = useWorklist();
  const change = (part: Partial<WorklistState>) =>
    changeQuery(columns.keep(writeWorklist({ ...state, cursors: [], ...part })));
  const list = useQuery({
    ...screeningQueries.hits(environment, worklistParams(state)),
    placeholderData: keepPreviousData,
  });
  const all = worklistColumns({
    environment,
    now,
    actions: (row) => <Actions row={row} may={may} work={work} onAsk={setAsked} />,
  });
  const total = list.data?.pagination;
  return (
    <>
      <TopBar title="Screening">
        {total ? `${thousands(total.total)}${total.totalIsCapped ? "+" : ""} in ${environment}` : null}
      </TopBar>
      <Toolbar>
        <TabsNav
          label="Hits"
          current={state.state}
          items={worklistTabs.map((tab) => ({
            key: tab,
            href: columns.keep(
              `/${environment}/screening${writeWorklist({ ...state, state: tab, cursors: [] })}`,
            ),
            label: stateLabels[tab],
          }))}
        />
        <div className="ml-auto flex items-center gap-1">
          <ViewsMenu list="hits" mayShare={may.shareViews} />
          <ColumnsMenu columns={all} chosen={columns.chosen} always="name" />
          <ExportCsv path="/screening/hits" name="screening-hits" params={worklistParams(state)} />
        </div>
      </Toolbar>
      <Toolbar>
        <WorklistFilters state={state} options={options} onChange={change} />
      </Toolbar>
      <PagedList
        query={list}
        failed="The hits could not be loaded"
        skeleton={<SkeletonRows rows={12} label="Loading hits" />}
        pageSize={hitListSize}
        cursors={state.cursors}
        onCursors={(cursors) => change({ cursors })}
        table={{
          caption: `Screening hits: ${stateLabels[state.state]}, ${state.newest ? "newest" : "oldest"} first`,
          columns: columns.shown(all, "name"),
          getRowId: ({ id }) => id,
          rowLabel: ({ id }) => `hit ${id}`,
          empty: <NoHits state={state} onClear={() => change(wholeWorklist)} />,
        }}
      />
      {asked ? (
        <WorklistDialog
          asked={asked}
          onClose={() => setAsked(undefined)}
          onResolve={(given, reason) => {
            setAsked(undefined);
            work.resolve.mutate({ ...given, reason });
          }}
        />
      ) : null}
    </>
  );
}
