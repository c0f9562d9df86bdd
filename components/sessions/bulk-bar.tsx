"use client";

import { Eraser, Tag, X } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { missingDialog } from "@/components/ui/missing-part";
import { thousands } from "@/lib/format/number";
import type { SessionPage } from "@/lib/sessions/schema";
import { type ListState, toListParams } from "./list-state";

const RedactionDialog = dynamic(
  () => import("@/components/redactions/redaction-dialog").catch(missingDialog),
  { ssr: false },
);

const TagDialog = dynamic(() => import("./tag-dialog").catch(missingDialog), { ssr: false });

type BulkBarProps = {
  may: { redact: boolean; tag: boolean };
  /** The number of sessions that the filter finds, exact up to a limit. */
  found: SessionPage["pagination"];
  state: ListState;
  selected: ReadonlySet<string>;
  onSelect: (selected: ReadonlySet<string>) => void;
};

/** Converts the filters of the list for a bulk redaction. */
function filterOf(state: ListState) {
  const { pageAfter: _, ...filter } = toListParams(state);
  return filter;
}

/** Shows the selection and its actions. */
export function BulkBar({ may, found: { total, totalIsCapped }, state, selected, onSelect }: BulkBarProps) {
  const [isAll, setAll] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const [isTagging, setTagging] = useState(false);
  const found = `${thousands(total)}${totalIsCapped ? "+" : ""}`;
  const count = isAll ? total : selected.size;
  return (
    <>
      <b aria-live="polite" className="font-medium">
        {isAll ? `All ${found} matching sessions selected` : `${thousands(selected.size)} selected`}
      </b>
      {may.redact && total > selected.size ? (
        <Button variant="ghost" onClick={() => setAll(!isAll)}>
          {isAll ? `Select only ${thousands(selected.size)}` : `Select all ${found} matching`}
        </Button>
      ) : null}
      {may.tag && !isAll ? (
        <Button icon={<Tag aria-hidden />} onClick={() => setTagging(true)}>
          Tag {thousands(selected.size)}…
        </Button>
      ) : null}
      {may.redact ? (
        <Button variant="danger-outline" icon={<Eraser aria-hidden />} onClick={() => setOpen(true)}>
          Redact {isAll ? found : thousands(count)}…
        </Button>
      ) : null}
      <Button variant="ghost" icon={<X aria-hidden />} onClick={() => onSelect(new Set())}>
        Clear selection
      </Button>
      {isTagging ? (
        <TagDialog
          sessionIds={[...selected]}
          onClose={() => setTagging(false)}
          onDone={() => onSelect(new Set())}
        />
      ) : null}
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
