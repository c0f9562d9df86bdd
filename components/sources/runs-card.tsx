"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { Pages } from "@/components/shell/pages";
import { problemOf } from "@/components/shell/problem";
import { Card } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/error-state";
import { ProgressBar } from "@/components/ui/progress-bar";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { Table } from "@/components/ui/table";
import { counted, thousands } from "@/lib/format/number";
import { sourceQueries } from "@/lib/sources/client";
import { mostCounted, type RunDto } from "@/lib/sources/schema";
import { sessionCount } from "./source-looks";

const columns = [
  { key: "began", header: "Began" },
  { key: "kind", header: "What" },
  { key: "took", header: "Duration" },
  { key: "seen", header: "Looked at", align: "right" },
  { key: "created", header: "New", align: "right" },
  { key: "updated", header: "Changed", align: "right" },
  { key: "unchanged", header: "Unchanged", align: "right" },
  { key: "kept", header: "Left as it is", align: "right" },
  { key: "aside", header: "Set aside", align: "right" },
  { key: "left", header: "Left out", align: "right" },
  { key: "images", header: "Images", align: "right" },
] as const;

/** How long a run took, in words. */
export function duration({ startedAt, endedAt }: RunDto): string {
  if (!endedAt) return "running";
  const seconds = Math.round((Date.parse(endedAt) - Date.parse(startedAt)) / 1000);
  if (seconds < 1) return "under 1 s";
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

const doneOf = (run: RunDto) =>
  run.created + run.updated + run.unchanged + run.keptHere + run.setAside + run.leftOut;

const rowOf = (run: RunDto, href: string, now: number) => ({
  id: run.id,
  cells: {
    began: (
      <Link href={href} prefetch={false} className="text-accent hover:underline">
        <RelativeTime at={run.startedAt} now={now} className="whitespace-nowrap" />
      </Link>
    ),
    kind: kinds[run.kind],
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

export const kinds = { sync: "From the vendor", remap: "Mapping applied again" } as const;

/** How far a run is; nothing once it has ended. */
export function Progress({ run }: { run: RunDto }) {
  if (!run.waiting) return null;
  const verb = run.kind === "remap" ? "read again" : "done";
  const text = `${counted(doneOf(run), "session")} ${verb}, ${sessionCount(run.waiting)} to go`;
  if (run.kind === "sync" && run.waiting >= mostCounted)
    return (
      <p className="border-b p-3" role="status">
        {text}
      </p>
    );
  return (
    <ProgressBar
      className="border-b p-3"
      label={run.kind === "remap" ? "How far the mapping is applied" : "The run's progress"}
      value={doneOf(run)}
      max={doneOf(run) + run.waiting}
      text={text}
    />
  );
}

/** Lists the runs of a source, with the progress of the one that is running. */
export function RunsCard({ sourceId, now }: { sourceId: string; now: number }) {
  const environment = useEnvironment();
  const [offset, setOffset] = useState(0);
  const { data, error, refetch } = useQuery({
    ...sourceQueries.runs(environment, sourceId, offset),
    placeholderData: keepPreviousData,
  });
  const running = data?.data.filter(({ endedAt }) => endedAt === null) ?? [];
  return (
    <Card
      title="Runs"
      flush
      footer={<Pages pagination={data?.pagination} shown={data?.data.length ?? 0} onTurn={setOffset} />}
    >
      {error ? (
        <ErrorState title="Runs could not be loaded" {...problemOf(error)} onRetry={() => refetch()} />
      ) : null}
      {running.map((run) => (
        <Progress key={run.id} run={run} />
      ))}
      {data?.data.length === 0 ? <p className="p-3 text-ink-muted">Nothing has come in yet.</p> : null}
      {data && data.data.length > 0 ? (
        <Table
          caption="Runs of this source, the newest first"
          columns={columns}
          rows={data.data.map((run) =>
            rowOf(run, `/${environment}/settings/sources/${sourceId}/runs/${run.id}`, now),
          )}
        />
      ) : null}
      {data || error ? null : <Skeleton className="m-3 h-32" />}
    </Card>
  );
}
