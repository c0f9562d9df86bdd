"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { Card } from "@/components/ui/card";
import { CopyableId } from "@/components/ui/copyable-id";
import { ErrorState } from "@/components/ui/error-state";
import { KeyValueList } from "@/components/ui/key-value-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { thousands } from "@/lib/format/number";
import { sourceQueries } from "@/lib/sources/client";
import type { RunDto } from "@/lib/sources/schema";
import { duration, kinds, Progress } from "./runs-card";

/** The counts of a run, each with what it means. */
const counts: readonly [keyof RunDto, string, string][] = [
  ["seen", "Looked at", ""],
  ["created", "New", ""],
  ["updated", "Changed", ""],
  ["unchanged", "Unchanged", ""],
  ["keptHere", "Left as it is", "It was changed or decided here, or the vendor has less of it now."],
  [
    "setAside",
    "Set aside",
    "It cannot be read now and is tried again later. The page of the source has the reasons.",
  ],
  ["leftOut", "Left out", "The settings of the source leave it out, or it must not come back."],
  ["images", "Images", ""],
];

type RunCardProps = { sourceId: string; runId: string; now: number };

/** Shows one run of a source, with its progress while it runs. */
export function RunCard({ sourceId, runId, now }: RunCardProps) {
  const environment = useEnvironment();
  const { data: run, error, refetch } = useQuery(sourceQueries.run(environment, sourceId, runId));
  const problem = error ? (
    <ErrorState title="The run could not be loaded" {...problemOf(error)} onRetry={() => refetch()} />
  ) : null;
  if (!run) return problem ?? <Skeleton className="h-48" />;
  const back = `/${environment}/settings/sources/${sourceId}`;
  return (
    <Card
      title={kinds[run.kind]}
      aside={
        <Link href={back} className="text-accent hover:underline">
          The source
        </Link>
      }
      flush
    >
      {problem}
      <Progress run={run} />
      <KeyValueList
        className="p-3"
        labelWidth="11rem"
        items={[
          { key: "id", label: "Id", value: <CopyableId id={run.id} /> },
          { key: "began", label: "Began", value: <RelativeTime at={run.startedAt} now={now} /> },
          { key: "took", label: "Duration", value: duration(run) },
          ...counts.map(([key, label, note]) => ({
            ...{ key, label, value: thousands(Number(run[key])) },
            note: note && Number(run[key]) > 0 ? note : undefined,
          })),
        ]}
      />
    </Card>
  );
}
