"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ListPlus } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { Pages } from "@/components/shell/pages";
import { problemOf, toastProblem } from "@/components/shell/problem";
import { useSecretAction } from "@/components/shell/use-secret-action";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/error-state";
import { LookPill } from "@/components/ui/look-pill";
import { missingDialog } from "@/components/ui/missing-part";
import { RelativeTime } from "@/components/ui/relative-time";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { Table } from "@/components/ui/table";
import { toast } from "@/components/ui/toast";
import { counted, thousands } from "@/lib/format/number";
import { sourceActions, sourceQueries } from "@/lib/sources/client";
import { type ItemDto, itemStates } from "@/lib/sources/schema";
import { itemLooks } from "./source-looks";

const FetchDialog = dynamic(() => import("./fetch-dialog").catch(missingDialog), { ssr: false });

const columns = [
  { key: "id", header: "Session" },
  { key: "state", header: "State" },
  { key: "vendor", header: "Status at the vendor" },
  { key: "taken", header: "Fetched" },
  { key: "next", header: "Next try" },
  { key: "again", header: <span className="sr-only">Fetch now</span>, width: "7rem" },
];
const options = [
  { value: "", label: "All" },
  ...itemStates.map((state) => ({ value: state, label: itemLooks[state].word })),
];

type Row = { item: ItemDto; environment: string; now: number; onFetch: ((id: string) => void) | null };

const rowOf = ({ item, environment, now, onFetch }: Row) => ({
  id: item.vendorId,
  cells: {
    id: (
      <span className="wrap-anywhere">
        {item.takenAt ? (
          <Link
            href={`/${environment}/sessions/${encodeURIComponent(item.vendorId)}`}
            className="font-mono text-sm text-accent hover:underline"
          >
            {item.vendorId}
          </Link>
        ) : (
          <span className="font-mono text-sm">{item.vendorId}</span>
        )}
        {[...(item.reason ? [item.reason] : []), ...item.remarks].map((said) => (
          <span key={said} className="block text-sm text-ink-muted">
            {said}
          </span>
        ))}
      </span>
    ),
    state: <LookPill look={itemLooks[item.state]}>{itemLooks[item.state].word}</LookPill>,
    vendor: item.vendorStatus ? <span className="font-mono text-sm">{item.vendorStatus}</span> : "–",
    taken: item.takenAt ? <RelativeTime at={item.takenAt} now={now} className="whitespace-nowrap" /> : "–",
    next: item.nextTryAt ? <RelativeTime at={item.nextTryAt} now={now} className="whitespace-nowrap" /> : "–",
    again:
      onFetch && item.state !== "left_out" && item.state !== "due" ? (
        <Button size="sm" aria-label={`Fetch ${item.vendorId} now`} onClick={() => onFetch(item.vendorId)}>
          Fetch now
        </Button>
      ) : null,
  },
});

type ItemsCardProps = { sourceId: string; now: number; mayManage: boolean };

/** Lists the sessions of a source as they are known here. */
export function ItemsCard({ sourceId, now, mayManage }: ItemsCardProps) {
  const environment = useEnvironment();
  const [{ state, offset }, setView] = useState({ state: "", offset: 0 });
  const [isEntering, setEntering] = useState(false);
  const { data, error, refetch } = useQuery({
    ...sourceQueries.items(environment, sourceId, state, offset),
    placeholderData: keepPreviousData,
  });
  const fetchNow = useSecretAction(
    sourceQueries.all,
    (_, ids: string[]) => sourceActions.fetchItems(environment, sourceId, ids),
    ({ queued }) => toast({ tone: "success", title: `${counted(queued, "session")} will be fetched now` }),
  );
  const ask = (ids: string[]) =>
    fetchNow.mutate(ids, { onError: (thrown) => toastProblem("Nothing is fetched", thrown) });
  const aside = (data?.data ?? [])
    .filter((item) => item.state === "set_aside")
    .map(({ vendorId }) => vendorId);
  return (
    <Card
      title="Sessions"
      flush
      aside={
        mayManage ? (
          <span className="flex flex-wrap gap-2">
            {aside.length > 0 ? (
              <Button size="sm" pending={fetchNow.isPending} onClick={() => ask(aside)}>
                {`Fetch ${thousands(aside.length)} set aside`}
              </Button>
            ) : null}
            <Button size="sm" icon={<ListPlus aria-hidden />} onClick={() => setEntering(true)}>
              Fetch sessions by id
            </Button>
          </span>
        ) : null
      }
      footer={
        <Pages
          pagination={data?.pagination}
          shown={data?.data.length ?? 0}
          onTurn={(next) => setView({ state, offset: next })}
        />
      }
    >
      <div className="border-b p-3">
        <Select
          label="State"
          value={state}
          options={options}
          fieldClassName="max-w-64"
          onChange={({ target }) => setView({ state: target.value, offset: 0 })}
        />
      </div>
      {error ? (
        <ErrorState title="Sessions could not be loaded" {...problemOf(error)} onRetry={() => refetch()} />
      ) : null}
      {data?.data.length === 0 ? <p className="p-3 text-ink-muted">No session.</p> : null}
      {data && data.data.length > 0 ? (
        <Table
          caption="Sessions of this source, the newest first"
          columns={columns}
          rows={data.data.map((item) =>
            rowOf({ item, environment, now, onFetch: mayManage ? (id) => ask([id]) : null }),
          )}
        />
      ) : null}
      {data || error ? null : <Skeleton className="m-3 h-40" />}
      {isEntering ? <FetchDialog sourceId={sourceId} onClose={() => setEntering(false)} /> : null}
    </Card>
  );
}
