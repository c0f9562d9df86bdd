"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Search, SearchX, ShieldCheck } from "lucide-react";
import dynamic from "next/dynamic";
import { type FormEvent, useRef, useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { useHotkeys } from "@/components/ui/hotkeys";
import { missingDialog } from "@/components/ui/missing-part";
import { Pagination } from "@/components/ui/pagination";
import { Select } from "@/components/ui/select";
import { SkeletonRows } from "@/components/ui/skeleton";
import { TextField } from "@/components/ui/text-field";
import { sentence } from "@/lib/format/words";
import { listQueries } from "@/lib/lists/client";
import { blockables, type ListEntryDto } from "@/lib/lists/schema";
import { entryColumns } from "./entry-columns";
import { MatchMode } from "./match-mode";

const RemoveDialog = dynamic(() => import("./remove-dialog").catch(missingDialog), { ssr: false });

/** What is looked for is personal: it stays in the page and never goes into its address. */
type Shown = { kind: string; q: string; cursors: readonly string[] };

const everything: Shown = { kind: "", q: "", cursors: [] };

function toParams({ kind, q, cursors }: Shown): string {
  const all = { kind, q, pageAfter: cursors.at(-1) ?? "" };
  return new URLSearchParams(Object.entries(all).filter(([, value]) => value)).toString();
}

const pageSize = 50;

type BlocklistViewProps = { mayWrite: boolean };

export function BlocklistView({ mayWrite }: BlocklistViewProps) {
  const environment = useEnvironment();
  const [shown, setShown] = useState(everything);
  const [removed, setRemoved] = useState<ListEntryDto | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const list = useQuery({
    ...listQueries.entries(environment, toParams(shown)),
    placeholderData: keepPreviousData,
  });
  useHotkeys("Blocklist", [{ keys: "f", label: "Find a value", run: () => input.current?.focus() }]);
  const search = (event: FormEvent) => {
    event.preventDefault();
    setShown({ ...shown, q: input.current?.value.trim() ?? "", cursors: [] });
  };
  const clear = () => {
    if (input.current) input.current.value = "";
    setShown(everything);
  };
  const page = list.data;
  const before = shown.cursors.length * pageSize;
  const { total = 0, totalIsCapped = false, nextCursor = null } = page?.pagination ?? {};
  return (
    <>
      <div className="flex min-h-12 shrink-0 flex-wrap items-center gap-2 border-b px-3 py-1.5">
        <search>
          <form onSubmit={search}>
            <TextField
              ref={input}
              type="search"
              name="q"
              label="Find an entry by its exact value"
              hideLabel
              placeholder="Exact number, e-mail, phone, device"
              icon={<Search />}
              autoComplete="off"
              spellCheck={false}
              fieldClassName="w-72"
            />
          </form>
        </search>
        <Select
          label="Kind"
          hideLabel
          value={shown.kind}
          options={[
            { value: "", label: "All kinds" },
            ...blockables.map((kind) => ({ value: kind, label: sentence(kind) })),
          ]}
          onChange={(event) => setShown({ ...shown, kind: event.target.value, cursors: [] })}
        />
        <div className="ml-auto">
          <MatchMode mayWrite={mayWrite} />
        </div>
      </div>
      {page ? (
        <DataTable
          caption="Blocklist entries, newest first"
          columns={entryColumns(mayWrite ? setRemoved : undefined)}
          rows={page.data}
          getRowId={(row) => row.id}
          rowLabel={(row) => `entry ${row.id}`}
          stale={list.isPlaceholderData}
          empty={
            shown.q || shown.kind ? (
              <EmptyState
                icon={<SearchX />}
                title="No matching entries"
                detail="The whole value must match; spaces and upper or lower case do not matter."
                action={<Button onClick={clear}>Show all entries</Button>}
              />
            ) : (
              <EmptyState
                icon={<ShieldCheck />}
                title="The blocklist is empty"
                detail="When you reject a case, you can add its document number, device, e-mail, phone and face."
              />
            )
          }
          className="min-h-0 flex-1"
        />
      ) : list.error ? (
        <ErrorState
          title="The blocklist could not be loaded"
          {...problemOf(list.error)}
          onRetry={() => list.refetch()}
          retrying={list.isFetching}
        />
      ) : (
        <SkeletonRows rows={12} label="Loading the blocklist" />
      )}
      {page && page.data.length > 0 ? (
        <footer className="sticky bottom-0 flex min-h-12 shrink-0 items-center border-t bg-surface px-4">
          <Pagination
            from={before + 1}
            to={before + page.data.length}
            total={total}
            more={totalIsCapped}
            onPrev={
              before > 0 ? () => setShown({ ...shown, cursors: shown.cursors.slice(0, -1) }) : undefined
            }
            onNext={
              nextCursor && !list.isPlaceholderData
                ? () => setShown({ ...shown, cursors: [...shown.cursors, nextCursor] })
                : undefined
            }
            className="ml-auto"
          />
        </footer>
      ) : null}
      {removed ? <RemoveDialog entry={removed} onClose={() => setRemoved(null)} /> : null}
    </>
  );
}
