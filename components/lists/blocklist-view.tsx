"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Search, SearchX, ShieldCheck } from "lucide-react";
import dynamic from "next/dynamic";
import { type FormEvent, useRef, useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { PagedList } from "@/components/shell/paged-list";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useHotkeys } from "@/components/ui/hotkeys";
import { missingDialog } from "@/components/ui/missing-part";
import { Select } from "@/components/ui/select";
import { SkeletonRows } from "@/components/ui/skeleton";
import { TextField } from "@/components/ui/text-field";
import { Toolbar } from "@/components/ui/toolbar";
import { sentence } from "@/lib/format/words";
import { listQueries } from "@/lib/lists/client";
import { blockables, type ListEntryDto } from "@/lib/lists/schema";
import { entryColumns } from "./entry-columns";
import { MatchMode } from "./match-mode";

const RemoveDialog = dynamic(() => import("./remove-dialog").catch(missingDialog), { ssr: false });

/** The search text is personal, so it stays in the page and never becomes part of an address. */
type Shown = { kind: string; q: string; cursors: readonly string[] };

const everything: Shown = { kind: "", q: "", cursors: [] };

function toParams({ kind, q, cursors }: Shown): string {
  const all = { kind, q, pageAfter: cursors.at(-1) ?? "" };
  return new URLSearchParams(Object.entries(all).filter(([, value]) => value)).toString();
}

const pageSize = 50;

type SearchProps = { shown: Shown; onShow: (shown: Shown) => void };

/** Searches for an exact value, and filters by kind. */
function BlocklistSearch({ shown, onShow }: SearchProps) {
  const input = useRef<HTMLInputElement>(null);
  useHotkeys("Blocklist", [{ keys: "f", label: "Find a value", run: () => input.current?.focus() }]);
  const search = (event: FormEvent) => {
    event.preventDefault();
    onShow({ ...shown, q: input.current?.value.trim() ?? "", cursors: [] });
  };
  return (
    <>
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
        onChange={(event) => onShow({ ...shown, kind: event.target.value, cursors: [] })}
      />
    </>
  );
}

function NoEntries({ isNarrowed, onClear }: { isNarrowed: boolean; onClear: () => void }) {
  return isNarrowed ? (
    <EmptyState
      icon={<SearchX />}
      title="No matching entries"
      detail="The whole value must match; spaces and upper or lower case do not matter."
      action={<Button onClick={onClear}>Show all entries</Button>}
    />
  ) : (
    <EmptyState
      icon={<ShieldCheck />}
      title="The blocklist is empty"
      detail="When you reject a case, you can add its document number, device, e-mail, phone and face."
    />
  );
}

export function BlocklistView({ mayWrite }: { mayWrite: boolean }) {
  const environment = useEnvironment();
  const [shown, setShown] = useState(everything);
  // Clearing the list also empties the input.
  const [cleared, setCleared] = useState(0);
  const [removed, setRemoved] = useState<ListEntryDto | null>(null);
  const list = useQuery({
    ...listQueries.entries(environment, toParams(shown)),
    placeholderData: keepPreviousData,
  });
  const clear = () => {
    setShown(everything);
    setCleared(cleared + 1);
  };
  return (
    <>
      <Toolbar>
        <BlocklistSearch key={cleared} shown={shown} onShow={setShown} />
        <div className="ml-auto">
          <MatchMode mayWrite={mayWrite} />
        </div>
      </Toolbar>
      <PagedList
        query={list}
        failed="The blocklist could not be loaded"
        skeleton={<SkeletonRows rows={12} label="Loading the blocklist" />}
        pageSize={pageSize}
        cursors={shown.cursors}
        onCursors={(cursors) => setShown({ ...shown, cursors })}
        table={{
          caption: "Blocklist entries, newest first",
          columns: entryColumns(mayWrite ? setRemoved : undefined),
          getRowId: (row) => row.id,
          rowLabel: (row) => `entry ${row.id}`,
          empty: <NoEntries isNarrowed={Boolean(shown.q || shown.kind)} onClear={clear} />,
        }}
      />
      {removed ? <RemoveDialog entry={removed} onClose={() => setRemoved(null)} /> : null}
    </>
  );
}
