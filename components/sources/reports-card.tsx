"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { Pages } from "@/components/shell/pages";
import { problemOf, toastProblem } from "@/components/shell/problem";
import { useSecretAction } from "@/components/shell/use-secret-action";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/error-state";
import { LookPill } from "@/components/ui/look-pill";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { Table } from "@/components/ui/table";
import { toast } from "@/components/ui/toast";
import { deliveryLooks } from "@/components/webhooks/delivery-looks";
import { counted } from "@/lib/format/number";
import { sourceActions, sourceQueries } from "@/lib/sources/client";
import type { ReportDto } from "@/lib/sources/schema";

const columns = [
  { key: "session", header: "Session" },
  { key: "what", header: "What happened" },
  { key: "state", header: "State" },
  { key: "happened", header: "When" },
  { key: "next", header: "Next try" },
];

const rowOf = (report: ReportDto, now: number) => ({
  id: `${report.vendorId} ${report.kind} ${report.happenedAt}`,
  cells: {
    session: (
      <span className="wrap-anywhere">
        <span className="font-mono text-sm">{report.vendorId}</span>
        {report.lastError ? <span className="block text-sm text-ink-muted">{report.lastError}</span> : null}
      </span>
    ),
    what: report.kind === "redaction" ? "redacted" : (report.decision ?? "decided"),
    state: <LookPill look={deliveryLooks[report.state]}>{report.state}</LookPill>,
    happened: <RelativeTime at={report.happenedAt} now={now} className="whitespace-nowrap" />,
    next: report.nextTryAt ? (
      <RelativeTime at={report.nextTryAt} now={now} className="whitespace-nowrap" />
    ) : (
      "–"
    ),
  },
});

type ReportsCardProps = { sourceId: string; now: number; mayManage: boolean };

/** Lists what a source's vendor is told; nothing for a vendor that has never been told anything. */
export function ReportsCard({ sourceId, now, mayManage }: ReportsCardProps) {
  const environment = useEnvironment();
  const [offset, setOffset] = useState(0);
  const { data, error, refetch } = useQuery({
    ...sourceQueries.reports(environment, sourceId, offset),
    placeholderData: keepPreviousData,
  });
  const retry = useSecretAction(
    sourceQueries.all,
    () => sourceActions.retryReports(environment, sourceId),
    ({ queued }) => toast({ tone: "success", title: `${counted(queued, "report")} will be sent again` }),
  );
  if (data?.pagination.total === 0) return null;
  const hasFailed = data?.data.some(({ state }) => state === "failed");
  return (
    <Card
      title="Told to the vendor"
      flush
      aside={
        mayManage && hasFailed ? (
          <Button
            size="sm"
            pending={retry.isPending}
            onClick={() =>
              retry.mutate(undefined, { onError: (thrown) => toastProblem("Nothing was sent again", thrown) })
            }
          >
            Send all failed again
          </Button>
        ) : null
      }
      footer={<Pages pagination={data?.pagination} shown={data?.data.length ?? 0} onTurn={setOffset} />}
    >
      {error ? (
        <ErrorState title="Reports could not be loaded" {...problemOf(error)} onRetry={() => refetch()} />
      ) : null}
      {data ? (
        <Table
          caption="What the vendor is told, the newest first"
          columns={columns}
          rows={data.data.map((report) => rowOf(report, now))}
        />
      ) : null}
      {data || error ? null : <Skeleton className="m-3 h-32" />}
    </Card>
  );
}
