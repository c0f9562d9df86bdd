"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Scale } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { ExportCsv } from "@/components/shell/export-csv";
import { PagedList } from "@/components/shell/paged-list";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useHotkeys } from "@/components/ui/hotkeys";
import { missingDialog } from "@/components/ui/missing-part";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Toolbar } from "@/components/ui/toolbar";
import { ColumnsMenu } from "@/components/views/columns-menu";
import { useColumns } from "@/components/views/use-columns";
import { ViewsMenu } from "@/components/views/views-menu";
import { registerQueries } from "@/lib/register/client";
import { requestColumns } from "./request-columns";
import { type Narrowed, RequestFilters } from "./request-filters";
import { RequestTabs } from "./request-tabs";

const NewRequestDialog = dynamic(() => import("./new-request-dialog").catch(missingDialog), { ssr: false });

const FindRequestDialog = dynamic(() => import("./find-request-dialog").catch(missingDialog), { ssr: false });

const pageSize = 50;

type RequestsViewProps = {
  status: string;
  narrowed: Narrowed;
  mayReceive: boolean;
  mayWork: boolean;
  mayShareViews: boolean;
};

export function RequestsView({ status, narrowed, mayReceive, mayWork, mayShareViews }: RequestsViewProps) {
  const environment = useEnvironment();
  const router = useRouter();
  const columns = useColumns();
  const [dialog, setDialog] = useState<"new" | "find">();
  const close = () => setDialog(undefined);
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const params = new URLSearchParams({
    status,
    ...narrowed,
    ...(cursors.at(-1) && { pageAfter: cursors.at(-1) ?? "" }),
  });
  const list = useQuery({
    ...registerQueries.list(environment, params.toString()),
    placeholderData: keepPreviousData,
  });
  useHotkeys(
    "Requests",
    mayReceive ? [{ keys: "n", label: "New request", run: () => setDialog("new") }] : [],
  );
  const path = `/${environment}/requests`;
  const newButton = mayReceive ? (
    <Button variant="primary" shortcut="N" onClick={() => setDialog("new")}>
      New request
    </Button>
  ) : undefined;
  return (
    <>
      <Toolbar>
        <RequestTabs current={status} />
        <div className="ml-auto flex items-center gap-1">
          <ViewsMenu list="requests" mayShare={mayShareViews} />
          <ColumnsMenu columns={requestColumns} chosen={columns.chosen} always="id" />
          <ExportCsv path="/requests" name="requests" params={{ status, ...narrowed }} />
          {mayWork ? <Button onClick={() => setDialog("find")}>Find a person…</Button> : null}
          {newButton}
        </div>
      </Toolbar>
      <RequestFilters status={status} narrowed={narrowed} />
      <PagedList
        query={list}
        failed="The requests could not be loaded"
        skeleton={<SkeletonRows rows={12} label="Loading requests" />}
        pageSize={pageSize}
        cursors={cursors}
        onCursors={setCursors}
        table={{
          caption: `Requests with the status “${status}”, earliest due date first`,
          columns: columns.shown(requestColumns, "id"),
          getRowId: ({ id }) => id,
          rowHref: ({ id }) => `${path}/${id}`,
          linkColumn: "id",
          onOpen: ({ id }) => router.push(`${path}/${id}`),
          empty: (
            <EmptyState
              icon={<Scale />}
              title={
                Object.keys(narrowed).length > 0
                  ? "No requests match"
                  : status === "open"
                    ? "No open requests"
                    : "No requests with this status"
              }
              detail="Create a request here when a person asks for their data by letter, e-mail or phone. Requests from the API and the public form appear automatically."
              action={status === "open" ? newButton : undefined}
            />
          ),
        }}
      />
      {dialog === "new" ? <NewRequestDialog onClose={close} /> : null}
      {dialog === "find" ? <FindRequestDialog onClose={close} /> : null}
    </>
  );
}
