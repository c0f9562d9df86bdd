"use client";

import { Eraser, X } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { Environment } from "@/components/shell/top-controls";
import { Button } from "@/components/ui/button";
import { Pagination } from "@/components/ui/pagination";
import { thousands } from "@/lib/format/number";
import type { SessionPage } from "@/lib/sessions/schema";
import { type ListState, pageSize } from "./list-state";

const BulkRedactDialog = dynamic(() => import("@/components/privacy/bulk-redact-dialog"), { ssr: false });

type ListFooterProps = {
  environment: Environment;
  page: SessionPage;
  /** The page is of an older answer: its cursor is not the one to go on from. */
  isStale: boolean;
  state: ListState;
  onChange: (part: Partial<ListState>) => void;
  selected: ReadonlySet<string>;
  onSelect: (selected: ReadonlySet<string>) => void;
};

const most = 100;

function BulkBar({
  environment,
  selected,
  onSelect,
}: Pick<ListFooterProps, "environment" | "selected" | "onSelect">) {
  const [isOpen, setOpen] = useState(false);
  const isTooMany = selected.size > most;
  return (
    <>
      <b className="font-medium">{thousands(selected.size)} selected</b>
      <Button
        variant="danger-outline"
        icon={<Eraser aria-hidden />}
        onClick={() => setOpen(true)}
        disabled={isTooMany}
      >
        Redact…
      </Button>
      <Button variant="ghost" icon={<X aria-hidden />} onClick={() => onSelect(new Set())}>
        Select none
      </Button>
      {isTooMany ? <span className="text-sm text-ink-muted">At most {most} at a time.</span> : null}
      {isOpen ? (
        <BulkRedactDialog
          environment={environment}
          sessionIds={[...selected]}
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
