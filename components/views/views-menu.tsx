"use client";

import { useQuery } from "@tanstack/react-query";
import { Bookmark, Pencil, Plus, Trash2 } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { Button, buttonClass } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Popover } from "@/components/ui/popover";
import { useAddressQuery } from "@/components/ui/use-address-query";
import { viewQueries } from "@/lib/views/client";
import { type ViewContent, type ViewDto, type ViewList, viewFilters } from "@/lib/views/schema";
import { chosenColumns, withColumns } from "./columns-state";
import { DeleteViewDialog, NameDialog } from "./view-dialogs";

type Asked = { what: "save" } | { what: "change" | "delete"; view: ViewDto };

/** Reads what is on the page, without a search text. */
function contentOf(list: ViewList, params: URLSearchParams): ViewContent {
  const names: readonly string[] = viewFilters[list];
  const filter = Object.fromEntries([...params].filter(([key, value]) => names.includes(key) && value));
  return { filter, columns: chosenColumns(params) };
}

function addressOf(path: string, { filter, columns }: ViewContent): string {
  const query = new URLSearchParams(filter).toString().replaceAll("%2C", ",");
  return withColumns(query ? `${path}?${query}` : path, columns);
}

type EntryProps = { view: ViewDto; path: string; close: () => void; onAsk: (asked: Asked) => void };

function Entry({ view, path, close, onAsk }: EntryProps) {
  const { name, content, isMine, isShared, owner, mayChange } = view;
  const ask = (what: "change" | "delete") => () => {
    close();
    onAsk({ what, view });
  };
  const about = isShared ? (isMine ? "shared by you" : `shared by ${owner}`) : "";
  return (
    <li className="flex items-center gap-1 rounded-sm hover:bg-surface-3">
      {content ? (
        <Link
          href={addressOf(path, content)}
          prefetch={false}
          onClick={close}
          className="min-w-0 flex-1 px-1.5 py-1"
        >
          <span className="block truncate">{name}</span>
          {about ? <span className="block truncate text-sm text-ink-muted">{about}</span> : null}
        </Link>
      ) : (
        <span className="min-w-0 flex-1 px-1.5 py-1 text-ink-muted">
          <span className="block truncate">{name}</span>
          <span className="block text-sm">cannot be read</span>
        </span>
      )}
      {mayChange && content ? (
        <IconButton size="sm" label={`Change the view ${name}`} onClick={ask("change")}>
          <Pencil aria-hidden />
        </IconButton>
      ) : null}
      {mayChange ? (
        <IconButton size="sm" label={`Delete the view ${name}`} onClick={ask("delete")}>
          <Trash2 aria-hidden />
        </IconButton>
      ) : null}
    </li>
  );
}

/** Opens, saves, renames, shares and deletes views of a list. Opening one sets the address. */
export function ViewsMenu({ list, mayShare }: { list: ViewList; mayShare: boolean }) {
  const environment = useEnvironment();
  const path = usePathname();
  const params = useAddressQuery();
  const { data } = useQuery(viewQueries.of(environment, list));
  const [asked, setAsked] = useState<Asked>();
  const views = data?.data ?? [];
  const onClose = () => setAsked(undefined);
  return (
    <>
      <Popover
        label="Views"
        align="end"
        triggerClassName={buttonClass({ variant: "ghost" })}
        trigger={
          <>
            <Bookmark aria-hidden />
            Views
          </>
        }
      >
        {(close) => (
          <div className="flex w-64 flex-col gap-1">
            {views.length === 0 ? <p className="px-1.5 py-1 text-ink-muted">No saved views.</p> : null}
            <ul className="max-h-72 overflow-y-auto">
              {views.map((view) => (
                <Entry key={view.id} view={view} path={path} close={close} onAsk={setAsked} />
              ))}
            </ul>
            <Button
              size="sm"
              icon={<Plus aria-hidden />}
              className="self-start"
              onClick={() => {
                close();
                setAsked({ what: "save" });
              }}
            >
              Save this view…
            </Button>
          </div>
        )}
      </Popover>
      {asked?.what === "delete" ? <DeleteViewDialog view={asked.view} onClose={onClose} /> : null}
      {asked && asked.what !== "delete" ? (
        <NameDialog
          list={list}
          view={asked.what === "change" ? asked.view : undefined}
          content={contentOf(list, params)}
          mayShare={mayShare}
          hasSearch={Boolean(params.get("q"))}
          onClose={onClose}
        />
      ) : null}
    </>
  );
}
