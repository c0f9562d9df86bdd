"use client";

import { Eraser, X } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { missingDialog } from "@/components/ui/missing-part";
import { Pagination } from "@/components/ui/pagination";
import { thousands } from "@/lib/format/number";
import type { SessionPage } from "@/lib/sessions/schema";
import { type ListState, pageSize, toListParams } from "./list-state";

const RedactionDialog = dynamic(
  () => import("@/components/redactions/redaction-dialog").catch(missingDialog),
  { ssr: false },
);

type ListFooterProps = {
  page: SessionPage;
  /** The page is of an older answer: its cursor is not the one to go on from. */
  isStale: boolean;
  state: ListState;
  onChange: (part: Partial<ListState>) => void;
  selected: ReadonlySet<string>;
  onSelect: (selected: ReadonlySet<string>) => void;
};

/** The narrowed list as the bulk redaction takes it. */
function filterOf(state: ListState) {
  const { pageAfter: _, ...filter } = toListParams(state);
  return filter;
}

function BulkBar({
  page,
  state,
  selected,
  onSelect,
}: Pick<ListFooterProps, "page" | "state" | "selected" | "onSelect">) {
  const [isAll, setAll] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const { total, totalIsCapped } = page.pagination;
  const found = `${thousands(total)}${totalIsCapped ? "+" : ""}`;
  const count = isAll ? total : selected.size;
  return (
    <>
      <b aria-live="polite" className="font-medium">
        {isAll ? `All ${found} matching sessions selected` : `${thousands(selected.size)} selected`}
      </b>
      {total > selected.size ? (
        <Button variant="ghost" onClick={() => setAll(!isAll)}>
          {isAll ? `Select only ${thousands(selected.size)}` : `Select all ${found} matching`}
        </Button>
      ) : null}
      <Button variant="danger-outline" icon={<Eraser aria-hidden />} onClick={() => setOpen(true)}>
        Redact {isAll ? found : thousands(count)}…
      </Button>
      <Button variant="ghost" icon={<X aria-hidden />} onClick={() => onSelect(new Set())}>
        Clear selection
      </Button>
      {isOpen ? (
        <RedactionDialog
          target={isAll ? { filter: filterOf(state) } : { sessionIds: [...selected] }}
          expected={count}
          onClose={() => setOpen(false)}
          onDone={() => onSelect(new Set())}
        />
      ) : null}
    </>
  );
}

/** What is selected on the left, where we are in the list on the right. */
export function ListFooter(props: ListFooterProps) {
  const { page, isStale, state, onChange, selected } = props;
  const { total, totalIsCapped, nextCursor } = page.pagination;
  const before = state.cursors.length * pageSize;
  const next = (cursor: string) => () => {
    if (!isStale) onChange({ cursors: [...state.cursors, cursor] });
  };
  return (
    <footer className="sticky bottom-0 flex min-h-12 shrink-0 flex-wrap items-center gap-2.5 border-t bg-surface px-4">
      {selected.size > 0 ? <BulkBar {...props} /> : null}
      <Pagination
        from={before + 1}
        to={before + page.data.length}
        total={total}
        more={totalIsCapped}
        onPrev={before > 0 ? () => onChange({ cursors: state.cursors.slice(0, -1) }) : undefined}
        onNext={nextCursor ? next(nextCursor) : undefined}
        className="ml-auto"
      />
    </footer>
  );
}
