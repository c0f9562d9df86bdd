"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Scale } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { useHotkeys } from "@/components/ui/hotkeys";
import { missingDialog } from "@/components/ui/missing-part";
import { Pagination } from "@/components/ui/pagination";
import { SkeletonRows } from "@/components/ui/skeleton";
import { requestQueries } from "@/lib/requests/client";
import { requestColumns } from "./request-columns";
import { RequestTabs } from "./request-tabs";

const NewRequestDialog = dynamic(() => import("./new-request-dialog").catch(missingDialog), { ssr: false });

const pageSize = 50;

type RequestsViewProps = { status: string; mayReceive: boolean };

export function RequestsView({ status, mayReceive }: RequestsViewProps) {
  const environment = useEnvironment();
  const router = useRouter();
  const [isNew, setNew] = useState(false);
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const params = new URLSearchParams({ status, ...(cursors.at(-1) && { pageAfter: cursors.at(-1) ?? "" }) });
  const list = useQuery({
    ...requestQueries.list(environment, params.toString()),
    placeholderData: keepPreviousData,
  });
  useHotkeys("Requests", mayReceive ? [{ keys: "n", label: "New request", run: () => setNew(true) }] : []);
  const path = `/${environment}/requests`;
  const page = list.data;
  const before = cursors.length * pageSize;
  const { total = 0, totalIsCapped = false, nextCursor = null } = page?.pagination ?? {};
  const newButton = (
    <Button variant="primary" shortcut="N" onClick={() => setNew(true)}>
      New request
    </Button>
  );
  return (
    <>
      <div className="flex min-h-12 shrink-0 flex-wrap items-center gap-2 border-b px-3 py-1.5">
        <RequestTabs current={status} />
        <div className="ml-auto">{mayReceive ? newButton : null}</div>
      </div>
      {page ? (
        <DataTable
          caption={`Requests with the status “${status}”, earliest due date first`}
          columns={requestColumns}
          rows={page.data}
          getRowId={({ id }) => id}
          rowHref={({ id }) => `${path}/${id}`}
          linkColumn="id"
          onOpen={({ id }) => router.push(`${path}/${id}`)}
          stale={list.isPlaceholderData}
          empty={
            <EmptyState
              icon={<Scale />}
              title={status === "open" ? "No open requests" : "No requests with this status"}
              detail="Create a request here when a person asks for their data by letter, e-mail or phone. Requests from the API and the public form appear automatically."
              action={mayReceive && status === "open" ? newButton : undefined}
            />
          }
          className="min-h-0 flex-1"
        />
      ) : list.error ? (
        <ErrorState
          title="The requests could not be loaded"
          {...problemOf(list.error)}
          onRetry={() => list.refetch()}
          retrying={list.isFetching}
        />
      ) : (
        <SkeletonRows rows={12} label="Loading requests" />
      )}
      {page && page.data.length > 0 ? (
        <footer className="sticky bottom-0 flex min-h-12 shrink-0 items-center border-t bg-surface px-4">
          <Pagination
            from={before + 1}
            to={before + page.data.length}
            total={total}
            more={totalIsCapped}
            onPrev={before > 0 ? () => setCursors(cursors.slice(0, -1)) : undefined}
            onNext={
              nextCursor && !list.isPlaceholderData ? () => setCursors([...cursors, nextCursor]) : undefined
            }
            className="ml-auto"
          />
        </footer>
      ) : null}
      {isNew ? <NewRequestDialog onClose={() => setNew(false)} /> : null}
    </>
  );
}
