"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { TopBar } from "@/components/shell/top-bar";
import { DataTable } from "@/components/ui/data-table";
import { ErrorState } from "@/components/ui/error-state";
import { thousands } from "@/lib/format/number";
import { sessionQueries } from "@/lib/sessions/client";
import { FilterBar, type FilterOptions } from "./filter-bar";
import { ListFooter } from "./list-footer";
import { isFiltered, type Members, toListParams, unfiltered } from "./list-state";
import { NoSessions } from "./no-sessions";
import { sessionColumns } from "./session-columns";
import { SessionsSkeleton } from "./sessions-skeleton";
import { useListState } from "./use-list-state";

type SessionsViewProps = {
  options: FilterOptions;
  members: Members;
  mayRedact: boolean;
  now: number;
};

export function SessionsView({ options, members, mayRedact, now }: SessionsViewProps) {
  const environment = useEnvironment();
  const { state, change } = useListState(members);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const list = useQuery({
    ...sessionQueries.list(environment, toListParams(state)),
    placeholderData: keepPreviousData,
  });
  const { data: page } = list;
  const total = page?.pagination;
  return (
    <>
      <TopBar title="Sessions">
        {total ? `${thousands(total.total)}${total.totalIsCapped ? "+" : ""} in ${environment}` : null}
        {mayRedact ? (
          <Link href={`/${environment}/redactions`} prefetch={false} className="text-link">
            Redactions
          </Link>
        ) : null}
      </TopBar>
      <FilterBar state={state} options={options} onChange={change} />
      {page ? (
        <DataTable
          caption="Sessions, newest first"
          columns={sessionColumns(now)}
          rows={page.data}
          getRowId={(row) => row.id}
          rowLabel={(row) => `session ${row.id}`}
          rowHref={(row) => `/${environment}/sessions/${encodeURIComponent(row.id)}`}
          linkColumn="id"
          selection={mayRedact ? { selected, onChange: setSelected } : undefined}
          stale={list.isPlaceholderData}
          empty={<NoSessions isFiltered={isFiltered(state)} onClear={() => change(unfiltered)} />}
          className="min-h-0 flex-1"
        />
      ) : list.error ? (
        <ErrorState
          title="The sessions could not be loaded"
          {...problemOf(list.error)}
          onRetry={() => list.refetch()}
          retrying={list.isFetching}
        />
      ) : (
        <SessionsSkeleton />
      )}
      {page && (page.data.length > 0 || selected.size > 0) ? (
        <ListFooter
          page={page}
          isStale={list.isPlaceholderData}
          state={state}
          onChange={change}
          selected={selected}
          onSelect={setSelected}
        />
      ) : null}
    </>
  );
}
