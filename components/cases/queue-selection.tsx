"use client";

import { UserPlus, X } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { missingDialog } from "@/components/ui/missing-part";
import { thousands } from "@/lib/format/number";

const BulkAssignDialog = dynamic(() => import("./bulk-assign-dialog").catch(missingDialog), { ssr: false });

type QueueSelectionProps = {
  selected: ReadonlySet<string>;
  onSelect: (selected: ReadonlySet<string>) => void;
};

/** Shows the selected cases and assigns them. */
export function QueueSelection({ selected, onSelect }: QueueSelectionProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <b aria-live="polite" className="font-medium">
        {thousands(selected.size)} selected
      </b>
      <Button icon={<UserPlus aria-hidden />} onClick={() => setOpen(true)}>
        Assign {thousands(selected.size)}…
      </Button>
      <Button variant="ghost" icon={<X aria-hidden />} onClick={() => onSelect(new Set())}>
        Clear selection
      </Button>
      {isOpen ? (
        <BulkAssignDialog
          caseIds={[...selected]}
          onClose={() => setOpen(false)}
          onDone={() => onSelect(new Set())}
        />
      ) : null}
    </>
  );
}
