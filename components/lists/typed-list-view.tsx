"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Archive, Download, ListPlus, Pencil, Plus, Trash2, Upload } from "lucide-react";
import dynamic from "next/dynamic";
import { useId, useState } from "react";
import { none } from "@/components/sessions/looks";
import { useEnvironment } from "@/components/shell/environment";
import { PagedList } from "@/components/shell/paged-list";
import { problemOf, toastProblem } from "@/components/shell/problem";
import { Button } from "@/components/ui/button";
import type { Column } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { ForeignText } from "@/components/ui/foreign-text";
import { IconButton } from "@/components/ui/icon-button";
import { missingDialog } from "@/components/ui/missing-part";
import { RelativeTime } from "@/components/ui/relative-time";
import { SkeletonRows } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { Toolbar } from "@/components/ui/toolbar";
import { counted } from "@/lib/format/number";
import { words } from "@/lib/format/words";
import { itemPageSize, typedListActions, typedListQueries } from "@/lib/typed-lists/client";
import { comparedTypes, type ItemDto, type ListDto, unlookedTypes } from "@/lib/typed-lists/schema";

const parts = () => import("./list-dialogs");
const dialogs = {
  add: dynamic(() => parts().then((all) => all.AddDialog, missingDialog), { ssr: false }),
  edit: dynamic(() => parts().then((all) => all.EditDialog, missingDialog), { ssr: false }),
  archive: dynamic(() => parts().then((all) => all.ArchiveDialog, missingDialog), { ssr: false }),
};
const RemoveItemDialog = dynamic(() => parts().then((all) => all.RemoveItemDialog, missingDialog), {
  ssr: false,
});

type Imported = { title: string; lines: readonly string[] };

/** Imports a file, and says of each row that was left out why. */
function useImport(list: ListDto) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const [told, setTold] = useState<Imported | null>(null);
  const run = useMutation({
    mutationFn: (file: File) => typedListActions.importItems(environment, list.id, file),
    onMutate: () => setTold(null),
    onSuccess: ({ imported, warnings }) => {
      toast({ tone: "success", title: `${counted(imported, "item")} added to ${list.name}` });
      if (warnings.length > 0)
        setTold({ title: `${counted(warnings.length, "row")} left out`, lines: warnings });
    },
    onError: (error) => setTold({ title: "Nothing was added", lines: [problemOf(error).detail] }),
    onSettled: () => client.invalidateQueries({ queryKey: typedListQueries.all(environment) }),
  });
  return { run, told };
}

function ImportButton({
  list,
  isBusy,
  onFile,
}: {
  list: ListDto;
  isBusy: boolean;
  onFile: (file: File) => void;
}) {
  const id = useId();
  return (
    <>
      <input
        id={id}
        type="file"
        accept=".csv,text/csv"
        className="sr-only"
        tabIndex={-1}
        aria-label={`Items for ${list.name}`}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = "";
          if (file) onFile(file);
        }}
      />
      <Button
        variant="ghost"
        icon={<Upload aria-hidden />}
        pending={isBusy}
        onClick={() => document.getElementById(id)?.click()}
      >
        Import CSV
      </Button>
    </>
  );
}

function ExportButton({ list }: { list: ListDto }) {
  const environment = useEnvironment();
  const save = useMutation({
    mutationFn: () => typedListActions.exportItems(environment, list),
    onSuccess: () =>
      toast({
        tone: "success",
        title: `Saved ${list.name}.csv`,
        detail: "Values are masked as in this list.",
      }),
    onError: (error) => toastProblem("The list was not exported", error),
  });
  return (
    <Button
      variant="ghost"
      icon={<Download aria-hidden />}
      pending={save.isPending}
      onClick={() => save.mutate()}
    >
      Export CSV
    </Button>
  );
}

const columnsOf = (onRemove: ((item: ItemDto) => void) | undefined): Column<ItemDto>[] => [
  {
    key: "value",
    header: "Value",
    cell: ({ value }) => (value ? <ForeignText className="font-mono text-sm">{value}</ForeignText> : none),
  },
  {
    key: "by",
    header: "Added by",
    cell: ({ addedBy }) => (
      <span title={addedBy} className="inline-block max-w-48 truncate align-bottom">
        {addedBy}
      </span>
    ),
  },
  { key: "at", header: "Added", cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
  ...(onRemove
    ? [
        {
          key: "remove",
          header: <span className="sr-only">Remove</span>,
          width: "2.5rem",
          cell: (item: ItemDto) => (
            <IconButton size="sm" label={`Remove ${item.value ?? item.id}`} onClick={() => onRemove(item)}>
              <Trash2 aria-hidden />
            </IconButton>
          ),
        },
      ]
    : []),
];

const effects = {
  flag: "A session with one of these values is flagged.",
  block: "A new session with one of these values is rejected.",
  allow: "These values are known as trusted. They change nothing for a session.",
} as const;

function effectOf({ isActive, listType, matchMode }: ListDto): string {
  if (!isActive) return "This list is paused: it matches nothing.";
  if (unlookedTypes.includes(listType))
    return "Sessions are not compared with this kind. Only POST /lists/check answers for it.";
  if (!comparedTypes.includes(listType))
    return "Evaluations do not compare sessions with this kind. A session's page and the API say what is listed.";
  return effects[matchMode];
}

type TypedListViewProps = { list: ListDto; mayWrite: boolean; onGone: () => void };
type Asked = keyof typeof dialogs;

function ListBar({ list, mayWrite, onAsk, imports }: BarProps) {
  return (
    <Toolbar>
      <p className="text-ink-muted">
        {effectOf(list)}
        {list.description ? ` ${list.description}` : ""}
      </p>
      <span className="ml-auto flex flex-wrap items-center gap-1">
        <ExportButton list={list} />
        {mayWrite ? (
          <>
            <ImportButton
              list={list}
              isBusy={imports.run.isPending}
              onFile={(file) => imports.run.mutate(file)}
            />
            <Button variant="ghost" icon={<Pencil aria-hidden />} onClick={() => onAsk("edit")}>
              Change
            </Button>
            <Button variant="ghost" icon={<Archive aria-hidden />} onClick={() => onAsk("archive")}>
              Archive…
            </Button>
            <Button icon={<Plus aria-hidden />} onClick={() => onAsk("add")}>
              Add {list.listType === "name" ? "person" : "value"}
            </Button>
          </>
        ) : null}
      </span>
    </Toolbar>
  );
}
type BarProps = {
  list: ListDto;
  mayWrite: boolean;
  onAsk: (what: Asked) => void;
  imports: ReturnType<typeof useImport>;
};

/** One list of a single kind with its items, which members see masked. */
export function TypedListView({ list, mayWrite, onGone }: TypedListViewProps) {
  const environment = useEnvironment();
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [removed, setRemoved] = useState<ItemDto | null>(null);
  const imports = useImport(list);
  const items = useQuery({
    ...typedListQueries.items(environment, list.id, cursors.at(-1) ?? ""),
    placeholderData: keepPreviousData,
  });
  const AskedDialog = asked ? dialogs[asked] : null;
  return (
    <>
      <ListBar list={list} mayWrite={mayWrite} onAsk={setAsked} imports={imports} />
      {imports.told ? (
        <div role="alert" className="border-b px-4 py-2 text-warn">
          <p className="font-medium">{imports.told.title}</p>
          <ul className="max-h-40 overflow-auto">
            {imports.told.lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      ) : null}
      <PagedList
        query={items}
        failed="The items could not be loaded"
        skeleton={<SkeletonRows rows={12} label="Loading the items" />}
        pageSize={itemPageSize}
        cursors={cursors}
        onCursors={setCursors}
        table={{
          caption: `Items of ${list.name}, newest first`,
          columns: columnsOf(mayWrite ? setRemoved : undefined),
          getRowId: (row) => row.id,
          rowLabel: (row) => `item ${row.id}`,
          empty: (
            <EmptyState
              icon={<ListPlus />}
              title="This list has no items"
              detail={`Add a ${words(list.listType)}, or import a CSV file with up to 1 000 rows.`}
            />
          ),
        }}
      />
      {AskedDialog ? <AskedDialog list={list} onClose={() => setAsked(null)} onGone={onGone} /> : null}
      {removed ? <RemoveItemDialog list={list} item={removed} onClose={() => setRemoved(null)} /> : null}
    </>
  );
}
