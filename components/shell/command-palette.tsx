"use client";

import { lazy, Suspense } from "react";
import { missingPart } from "@/components/ui/missing-part";
import { Modal } from "@/components/ui/modal";

export type Command = {
  label: string;
  hint?: string;
  keywords?: string[];
  href?: string;
  onSelect?: () => void;
};
export type CommandGroup = { label: string; commands: readonly Command[] };

type CommandPaletteProps = {
  open: boolean;
  onClose: () => void;
  groups: readonly CommandGroup[];
  onSearch?: (text: string) => void;
};

const Body = lazy(() => import("./command-palette-body").catch(missingPart));

/** The list itself comes over the wire when it is first opened. */
export function CommandPalette({ open, onClose, groups, onSearch }: CommandPaletteProps) {
  return (
    <Modal
      open={open}
      onClose={onClose}
      aria-label="Search or run a command"
      className="mt-[14vh]! w-[36rem] max-w-[calc(100vw-2rem)] border-line-strong"
    >
      <Suspense fallback={<div className="h-96" />}>
        <Body groups={groups} onSearch={onSearch} onClose={onClose} />
      </Suspense>
    </Modal>
  );
}
