"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ListChecks, Pencil, Plus, Rows3, Trash2, Upload } from "lucide-react";
import dynamic from "next/dynamic";
import { useId, useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { Loaded } from "@/components/shell/loaded";
import { fieldProblemsOf, problemOf } from "@/components/shell/problem";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button";
import { missingDialog } from "@/components/ui/missing-part";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Table } from "@/components/ui/table";
import { Exact } from "@/components/ui/time-zone";
import { toast } from "@/components/ui/toast";
import { counted, thousands } from "@/lib/format/number";
import { sentence } from "@/lib/format/words";
import { watchlistActions, watchlistQueries } from "@/lib/watchlists/client";
import type { WatchlistDto } from "@/lib/watchlists/schema";

const parts = () => import("./watchlist-dialogs");
const CreateDialog = dynamic(() => parts().then((all) => all.CreateDialog, missingDialog), { ssr: false });
const dialogs = {
  entries: dynamic(() => import("./entries-dialog").catch(missingDialog), { ssr: false }),
  edit: dynamic(() => parts().then((all) => all.EditDialog, missingDialog), { ssr: false }),
  delete: dynamic(() => parts().then((all) => all.DeleteDialog, missingDialog), { ssr: false }),
};
type Asked = keyof typeof dialogs;

const columns = [
  { key: "name", header: "Watchlist" },
  { key: "type", header: "Type of check" },
  { key: "entries", header: "Entries" },
  { key: "uploaded", header: "Uploaded" },
  { key: "threshold", header: "Least similarity" },
  { key: "actions", header: <span className="sr-only">Actions</span>, width: "9rem" },
];

type Refusal = { title: string; detail: string; lines: { field: string; message: string }[] };

/** Uploads a file; a refusal lists the lines that could not be read. */
function useUpload() {
  const environment = useEnvironment();
  const client = useQueryClient();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const upload = useMutation({
    mutationFn: ({ list, file }: { list: WatchlistDto; file: File }) =>
      watchlistActions.upload(environment, list.id, file),
    onMutate: () => setRefusal(null),
    onSuccess: ({ watchlist, imported, ignoredColumns }) =>
      toast({
        tone: "success",
        title: `${watchlist.name}: ${counted(imported, "entry", "entries")} loaded`,
        detail:
          ignoredColumns.length > 0 ? `Columns that were not read: ${ignoredColumns.join(", ")}.` : undefined,
      }),
    onError: (error, { list }) =>
      setRefusal({
        title: `${list.name} was not changed`,
        detail: problemOf(error).detail,
        lines: [...fieldProblemsOf(error)],
      }),
    onSettled: () => client.invalidateQueries({ queryKey: watchlistQueries.all(environment) }),
  });
  return { upload, refusal };
}

function RefusedFile({ title, detail, lines }: Refusal) {
  return (
    <div role="alert" className="border-b p-3 text-bad">
      <p className="font-medium">{title}</p>
      {lines.length > 1 ? (
        <ul className="max-h-48 overflow-auto">
          {lines.map(({ field, message }) => (
            <li key={`${field} ${message}`}>
              {field}: {message}
            </li>
          ))}
        </ul>
      ) : (
        <p>{detail}</p>
      )}
    </div>
  );
}

type RowActionsProps = {
  list: WatchlistDto;
  mayWrite: boolean;
  onAsk: (what: Asked) => void;
  onFile: (file: File) => void;
  isBusy: boolean;
};

function RowActions({ list, mayWrite, onAsk, onFile, isBusy }: RowActionsProps) {
  const id = useId();
  return (
    <span className="flex justify-end gap-1">
      {list.version > 0 ? (
        <IconButton size="sm" label={`Show the entries of ${list.name}`} onClick={() => onAsk("entries")}>
          <Rows3 aria-hidden />
        </IconButton>
      ) : null}
      {mayWrite ? (
        <>
          <input
            id={id}
            type="file"
            accept=".csv,text/csv"
            className="sr-only"
            tabIndex={-1}
            aria-label={`File for ${list.name}`}
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              event.target.value = "";
              if (file) onFile(file);
            }}
          />
          <IconButton
            size="sm"
            label={`Upload a file for ${list.name}`}
            disabled={isBusy}
            onClick={() => document.getElementById(id)?.click()}
          >
            <Upload aria-hidden />
          </IconButton>
          <IconButton size="sm" label={`Change ${list.name}`} onClick={() => onAsk("edit")}>
            <Pencil aria-hidden />
          </IconButton>
          <IconButton size="sm" label={`Delete ${list.name}`} onClick={() => onAsk("delete")}>
            <Trash2 aria-hidden />
          </IconButton>
        </>
      ) : null}
    </span>
  );
}

const uploadedBy = ({ uploadedAt, uploadedBy: by, version }: WatchlistDto) =>
  uploadedAt ? (
    <>
      <Exact at={uploadedAt} />
      <span className="block text-sm text-ink-muted">
        version {version} by {by}
      </span>
    </>
  ) : (
    "no file yet: not compared"
  );

/** The published lists that screening checks of this environment compare with. */
export function WatchlistsCard({ mayWrite }: { mayWrite: boolean }) {
  const environment = useEnvironment();
  const lists = useQuery(watchlistQueries.list(environment));
  const [isCreating, setCreating] = useState(false);
  const [asked, setAsked] = useState<{ what: Asked; list: WatchlistDto } | null>(null);
  const { upload, refusal } = useUpload();
  const AskedDialog = asked ? dialogs[asked.what] : null;
  const create = (
    <Button size="sm" icon={<Plus aria-hidden />} onClick={() => setCreating(true)}>
      Create watchlist
    </Button>
  );
  const rowOf = (list: WatchlistDto) => ({
    id: list.id,
    cells: {
      name: <span className="wrap-anywhere">{list.name}</span>,
      type: sentence(list.checkType),
      entries: thousands(list.entryCount),
      uploaded: uploadedBy(list),
      threshold: String(list.threshold),
      actions: (
        <RowActions
          list={list}
          mayWrite={mayWrite}
          isBusy={upload.isPending}
          onAsk={(what) => setAsked({ what, list })}
          onFile={(file) => upload.mutate({ list, file })}
        />
      ),
    },
  });
  return (
    <Card title="Watchlists" flush aside={mayWrite ? create : null}>
      {refusal ? <RefusedFile {...refusal} /> : null}
      <Loaded
        query={lists}
        failed="The watchlists could not be loaded"
        skeleton={<SkeletonRows rows={4} label="Loading the watchlists" />}
      >
        {({ data }) =>
          data.length > 0 ? (
            <Table caption="Watchlists of this environment" columns={columns} rows={data.map(rowOf)} />
          ) : (
            <EmptyState
              icon={<ListChecks />}
              title={`No watchlist in ${environment}`}
              detail="Without one, a screening check compares with nothing and says error. Load the lists of an authority as CSV."
            />
          )
        }
      </Loaded>
      {isCreating ? <CreateDialog onClose={() => setCreating(false)} /> : null}
      {asked && AskedDialog ? <AskedDialog list={asked.list} onClose={() => setAsked(null)} /> : null}
    </Card>
  );
}
