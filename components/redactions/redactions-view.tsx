"use client";

import { useQuery } from "@tanstack/react-query";
import { Eraser } from "lucide-react";
import { useEnvironment } from "@/components/shell/environment";
import { Loaded } from "@/components/shell/loaded";
import { TopBar } from "@/components/shell/top-bar";
import { ButtonLink } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Pill } from "@/components/ui/pill";
import { RelativeTime } from "@/components/ui/relative-time";
import { SkeletonRows } from "@/components/ui/skeleton";
import { thousands } from "@/lib/format/number";
import { redactionQueries } from "@/lib/redactions/client";
import type { BulkRedactionDto } from "@/lib/redactions/schema";
import { statusTones } from "./redaction-view";

const columnsOf = (now: number): Column<BulkRedactionDto>[] => [
  {
    key: "created",
    header: "Requested",
    cell: (row) => <RelativeTime at={row.createdAt} now={now} className="text-ink-muted" />,
  },
  {
    key: "id",
    header: "Redaction",
    cell: (row) => <span className="font-mono text-sm">{row.id}</span>,
  },
  {
    key: "status",
    header: "Status",
    cell: (row) => <Pill tone={statusTones[row.status]}>{row.status}</Pill>,
  },
  { key: "total", header: "Sessions", align: "right", cell: (row) => thousands(row.total) },
  {
    key: "deleted",
    header: "Redacted",
    align: "right",
    cell: (row) => thousands(row.counts.deleted),
  },
  {
    key: "held",
    header: "On legal hold",
    align: "right",
    cell: (row) => thousands(row.counts.held),
  },
  { key: "failed", header: "Failed", align: "right", cell: (row) => thousands(row.counts.failed) },
  { key: "by", header: "By", cell: (row) => row.requestedBy },
];

const pollMs = 2_000;

/** Lists every bulk redaction, newest first. */
export function RedactionsView({ now }: { now: number }) {
  const environment = useEnvironment();
  const list = useQuery({
    ...redactionQueries.list(environment),
    refetchInterval: ({ state }) =>
      state.data?.data.some(({ status }) => status === "running") ? pollMs : false,
  });
  return (
    <>
      <TopBar title="Redactions" trail={[{ label: "Sessions", href: `/${environment}/sessions` }]} />
      <Loaded
        query={list}
        failed="The redactions could not be loaded"
        skeleton={<SkeletonRows rows={8} label="Loading the redactions" />}
      >
        {({ data }) => (
          <DataTable
            caption="Bulk redactions, newest first"
            className="min-h-0 flex-1"
            columns={columnsOf(now)}
            rows={data}
            getRowId={({ id }) => id}
            rowHref={({ id }) => `/${environment}/redactions/${encodeURIComponent(id)}`}
            linkColumn="id"
            empty={
              <EmptyState
                icon={<Eraser />}
                title="No bulk redactions yet"
                detail="Select sessions in the list, or filter the list and select all matches."
                action={<ButtonLink href={`/${environment}/sessions`}>Go to sessions</ButtonLink>}
              />
            }
          />
        )}
      </Loaded>
    </>
  );
}
