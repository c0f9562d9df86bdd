"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { Loaded } from "@/components/shell/loaded";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ForeignText } from "@/components/ui/foreign-text";
import { Pagination } from "@/components/ui/pagination";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Table } from "@/components/ui/table";
import { TextField } from "@/components/ui/text-field";
import { entryPageSize, watchlistQueries } from "@/lib/watchlists/client";
import type { WatchlistDto } from "@/lib/watchlists/schema";

const columns = [
  { key: "name", header: "Name" },
  { key: "birth", header: "Birth date" },
  { key: "countries", header: "Countries" },
  { key: "reference", header: "Reference" },
];

/** The current entries of a watchlist, with a search by name. */
export default function EntriesDialog({ list, onClose }: { list: WatchlistDto; onClose: () => void }) {
  const environment = useEnvironment();
  const input = useRef<HTMLInputElement>(null);
  const [{ q, offset }, show] = useState({ q: "", offset: 0 });
  const entries = useQuery({
    ...watchlistQueries.entries(environment, list.id, q, offset),
    placeholderData: keepPreviousData,
  });
  const search = (event: FormEvent) => {
    event.preventDefault();
    show({ q: input.current?.value.trim() ?? "", offset: 0 });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      size="lg"
      title={`Entries of ${list.name}, version ${list.version}`}
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <search>
        <form onSubmit={search}>
          <TextField ref={input} type="search" label="Part of a name" autoComplete="off" data-autofocus="" />
        </form>
      </search>
      <Loaded
        query={entries}
        failed="The entries could not be loaded"
        skeleton={<SkeletonRows rows={8} label="Loading the entries" />}
      >
        {({ data, pagination: { total, hasMore } }) => (
          <>
            <Table
              caption="Entries in the order of the file"
              columns={columns}
              rows={data.map((entry) => ({
                id: String(entry.line),
                cells: {
                  name: (
                    <>
                      <ForeignText>{entry.name}</ForeignText>
                      {entry.aliases.length > 0 ? (
                        <span className="block text-sm text-ink-muted">{entry.aliases.join(", ")}</span>
                      ) : null}
                    </>
                  ),
                  birth: entry.birthdate ?? "—",
                  countries: entry.countries.join(", ") || "—",
                  reference: entry.reference ?? `line ${entry.line}`,
                },
              }))}
            />
            {data.length === 0 ? <p className="py-4 text-ink-muted">No entry has this name.</p> : null}
            {total > entryPageSize ? (
              <Pagination
                from={offset + 1}
                to={offset + data.length}
                total={total}
                onPrev={
                  offset > 0 ? () => show({ q, offset: Math.max(0, offset - entryPageSize) }) : undefined
                }
                onNext={hasMore ? () => show({ q, offset: offset + entryPageSize }) : undefined}
              />
            ) : null}
          </>
        )}
      </Loaded>
    </Dialog>
  );
}
