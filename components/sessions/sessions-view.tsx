"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { ExportCsv } from "@/components/shell/export-csv";
import { PagedList } from "@/components/shell/paged-list";
import { TopBar } from "@/components/shell/top-bar";
import { ColumnsMenu } from "@/components/views/columns-menu";
import { useColumns } from "@/components/views/use-columns";
import { ViewsMenu } from "@/components/views/views-menu";
import { thousands } from "@/lib/format/number";
import { sessionQueries } from "@/lib/sessions/client";
import { BulkBar } from "./bulk-bar";
import { FilterBar, type FilterOptions } from "./filter-bar";
import { isFiltered, type Members, pageSize, toListParams, unfiltered } from "./list-state";
import { NoSessions } from "./no-sessions";
import { sessionColumns } from "./session-columns";
import { SessionsSkeleton } from "./sessions-skeleton";
import { useListState } from "./use-list-state";

type SessionsViewProps = {
  options: FilterOptions;
  members: Members;
  may: { redact: boolean; tag: boolean; shareViews: boolean };
  now: number;
};

export function SessionsView({ options, members, may, now }: SessionsViewProps) {
  const environment = useEnvironment();
  const { state, change } = useListState(members);
  const columns = useColumns();
  const all = sessionColumns(now);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const list = useQuery({
    ...sessionQueries.list(environment, toListParams(state)),
    placeholderData: keepPreviousData,
  });
  const total = list.data?.pagination;
  return (
    <>
      <TopBar title="Sessions">
        {total ? `${thousands(total.total)}${total.totalIsCapped ? "+" : ""} in ${environment}` : null}
        {may.redact ? (
          <Link href={`/${environment}/redactions`} prefetch={false} className="text-link">
            Redactions
          </Link>
        ) : null}
      </TopBar>
      <FilterBar state={state} options={options} onChange={change}>
        <ViewsMenu list="sessions" mayShare={may.shareViews} />
        <ColumnsMenu columns={all} chosen={columns.chosen} always="id" />
        <ExportCsv path="/sessions" name="sessions" params={toListParams(state)} />
      </FilterBar>
      <PagedList
        query={list}
        failed="The sessions could not be loaded"
        skeleton={<SessionsSkeleton />}
        pageSize={pageSize}
        cursors={state.cursors}
        onCursors={(cursors) => change({ cursors })}
        selection={
          total && selected.size > 0 ? (
            <BulkBar may={may} found={total} state={state} selected={selected} onSelect={setSelected} />
          ) : null
        }
        table={{
          caption: "Sessions, newest first",
          columns: columns.shown(all, "id"),
          getRowId: (row) => row.id,
          rowLabel: (row) => `session ${row.id}`,
          rowHref: (row) => `/${environment}/sessions/${encodeURIComponent(row.id)}`,
          linkColumn: "id",
          selection: may.redact || may.tag ? { selected, onChange: setSelected } : undefined,
          empty: <NoSessions isFiltered={isFiltered(state)} onClear={() => change(unfiltered)} />,
        }}
      />
    </>
  );
}
