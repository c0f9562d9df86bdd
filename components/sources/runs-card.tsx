"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { Card } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/error-state";
import { Pagination } from "@/components/ui/pagination";
import { ProgressBar } from "@/components/ui/progress-bar";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { Table } from "@/components/ui/table";
import { counted, thousands } from "@/lib/format/number";
import { sourceQueries } from "@/lib/sources/client";
import { mostCounted, type RunDto } from "@/lib/sources/schema";
import { sessionCount } from "./source-looks";

const pageSize = 20;
const columns = [
  { key: "began", header: "Began" },
  { key: "took", header: "Duration" },
  { key: "seen", header: "Listed", align: "right" },
  { key: "created", header: "New", align: "right" },
  { key: "updated", header: "Changed", align: "right" },
  { key: "unchanged", header: "Unchanged", align: "right" },
  { key: "kept", header: "Changed here", align: "right" },
  { key: "aside", header: "Set aside", align: "right" },
  { key: "left", header: "Left out", align: "right" },
  { key: "images", header: "Images", align: "right" },
] as const;

function duration({ startedAt, endedAt }: RunDto): string {
  if (!endedAt) return "running";
  const seconds = Math.round((Date.parse(endedAt) - Date.parse(startedAt)) / 1000);
  if (seconds < 1) return "under 1 s";
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

const doneOf = (run: RunDto) =>
  run.created + run.updated + run.unchanged + run.keptHere + run.setAside + run.leftOut;

const rowOf = (run: RunDto, now: number) => ({
  id: run.id,
  cells: {
    began: <RelativeTime at={run.startedAt} now={now} className="whitespace-nowrap" />,
    took: duration(run),
    seen: thousands(run.seen),
    created: thousands(run.created),
    updated: thousands(run.updated),
    unchanged: thousands(run.unchanged),
    kept: thousands(run.keptHere),
    aside: thousands(run.setAside),
    left: thousands(run.leftOut),
    images: thousands(run.images),
  },
});

/** Lists the runs of a source, with the progress of the one that is running. */
export function RunsCard({ sourceId, now }: { sourceId: string; now: number }) {
  const environment = useEnvironment();
  const [offset, setOffset] = useState(0);
  const { data, error, refetch } = useQuery({
    ...sourceQueries.runs(environment, sourceId, offset),
    placeholderData: keepPreviousData,
  });
  const running = data?.data.find(({ endedAt }) => endedAt === null);
  const { total = 0, totalIsCapped, hasMore } = data?.pagination ?? {};
  const footer =
    total > pageSize ? (
      <Pagination
        className="justify-end"
        from={offset + 1}
        to={offset + (data?.data.length ?? 0)}
        total={total}
        more={totalIsCapped}
        onPrev={offset > 0 ? () => setOffset(Math.max(0, offset - pageSize)) : undefined}
        onNext={hasMore ? () => setOffset(offset + pageSize) : undefined}
      />
    ) : null;
  return (
    <Card title="Runs" flush footer={footer}>
      {error ? (
        <ErrorState title="Runs could not be loaded" {...problemOf(error)} onRetry={() => refetch()} />
      ) : null}
      {running?.waiting && running.waiting >= mostCounted ? (
        <p className="border-b p-3" role="status">
          {`${counted(doneOf(running), "session")} done, ${sessionCount(running.waiting)} to go`}
        </p>
      ) : null}
      {running?.waiting && running.waiting < mostCounted ? (
        <ProgressBar
          className="border-b p-3"
          label="The run's progress"
          value={doneOf(running)}
          max={doneOf(running) + running.waiting}
          text={`${counted(doneOf(running), "session")} done, ${thousands(running.waiting)} to go`}
        />
      ) : null}
      {data?.data.length === 0 ? <p className="p-3 text-ink-muted">Nothing has come in yet.</p> : null}
      {data && data.data.length > 0 ? (
        <Table
          caption="Runs of this source, the newest first"
          columns={columns}
          rows={data.data.map((run) => rowOf(run, now))}
        />
      ) : null}
      {data || error ? null : <Skeleton className="m-3 h-32" />}
    </Card>
  );
}
