"use client";

import { lazy, Suspense } from "react";
import { missingPart } from "@/components/ui/missing-part";
import { Modal } from "@/components/ui/modal";
import { usePreload } from "@/components/ui/use-preload";

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

const body = () => import("./command-palette-body");
const Body = lazy(() => body().catch(missingPart));

/** The list itself comes over the wire after the page. */
export function CommandPalette({ open, onClose, groups, onSearch }: CommandPaletteProps) {
  usePreload(body);
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
