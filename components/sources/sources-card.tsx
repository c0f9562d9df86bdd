"use client";

import { useQuery } from "@tanstack/react-query";
import { Plug, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { LookPill } from "@/components/ui/look-pill";
import { missingDialog } from "@/components/ui/missing-part";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { Table } from "@/components/ui/table";
import { sourceQueries } from "@/lib/sources/client";
import type { SourceDto } from "@/lib/sources/schema";
import { notListed, sessionCount, sourceLooks } from "./source-looks";

const CreateDialog = dynamic(() => import("./create-dialog").catch(missingDialog), { ssr: false });

const columns = [
  { key: "name", header: "Source" },
  { key: "state", header: "State" },
  { key: "listed", header: "Last look" },
  { key: "waiting", header: "Waiting", align: "right" },
  { key: "aside", header: "Set aside", align: "right" },
] as const;

const rowOf = (source: SourceDto, title: string, environment: string, now: number) => {
  const said = source.stoppedBecause ?? source.lastError;
  return {
    id: source.id,
    cells: {
      name: (
        <span className="wrap-anywhere">
          <Link
            href={`/${environment}/settings/sources/${source.id}`}
            className="font-medium text-accent hover:underline"
          >
            {source.name}
          </Link>
          <span className="block text-sm text-ink-muted">
            {title} · <span className="font-mono">{source.baseUrl}</span>
          </span>
        </span>
      ),
      state: (
        <span>
          <LookPill look={sourceLooks[source.state]} pulse={source.state === "listing"}>
            {sourceLooks[source.state].word}
          </LookPill>
          {said ? <span className="block text-sm text-bad wrap-anywhere">{said}</span> : null}
        </span>
      ),
      listed: source.listedAt ? (
        <RelativeTime at={source.listedAt} now={now} className="whitespace-nowrap" />
      ) : (
        notListed(source)
      ),
      waiting: sessionCount(source.waiting),
      aside: sessionCount(source.setAside),
    },
  };
};

/** Lists the sources of the page's environment. */
export function SourcesCard({ now, mayManage }: { now: number; mayManage: boolean }) {
  const environment = useEnvironment();
  const { data, error, refetch } = useQuery(sourceQueries.list(environment));
  const { data: vendors } = useQuery(sourceQueries.vendors(environment));
  const [isCreating, setCreating] = useState(false);
  const titleOf = (name: string) => vendors?.data.find(({ vendor }) => vendor === name)?.title ?? name;
  const button = mayManage ? (
    <Button size="sm" icon={<Plus aria-hidden />} disabled={!vendors} onClick={() => setCreating(true)}>
      Connect a vendor
    </Button>
  ) : null;
  return (
    <Card title="Sources" flush aside={button}>
      {error ? (
        <ErrorState title="Sources could not be loaded" {...problemOf(error)} onRetry={() => refetch()} />
      ) : null}
      {data?.data.length === 0 ? (
        <EmptyState
          icon={<Plug />}
          title={`No source in ${environment}`}
          detail="With a vendor connected, its sessions appear in the queue automatically, with their images and later changes."
        />
      ) : null}
      {data && data.data.length > 0 ? (
        <Table
          caption="Sources of this environment"
          columns={columns}
          rows={data.data.map((source) => rowOf(source, titleOf(source.vendor), environment, now))}
        />
      ) : null}
      {data || error ? null : <Skeleton className="m-3 h-32" />}
      {isCreating && vendors ? (
        <CreateDialog vendors={vendors.data} onClose={() => setCreating(false)} />
      ) : null}
    </Card>
  );
}
