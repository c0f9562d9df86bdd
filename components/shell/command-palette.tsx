"use client";

import { lazy, Suspense, useEffect, useLayoutEffect, useRef, useState } from "react";
import { missingPart } from "@/components/ui/missing-part";
import { Modal } from "@/components/ui/modal";
import { PaletteLine, paletteInputClass } from "./palette-line";
import { useShellLabels } from "./shell-labels";

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

/** Loads the list of commands when it is first needed. */
export const loadCommands = () => import("./command-palette-body");
const Body = lazy(() => loadCommands().catch(missingPart));

type DraftProps = { text: string; onText: (text: string) => void };

/** Accepts typing while the list is loading. */
function PendingPalette({ text, onText }: DraftProps) {
  const labels = useShellLabels();
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => input.current?.focus(), []);
  return (
    <div className="h-96" aria-busy>
      <PaletteLine>
        <input
          ref={input}
          value={text}
          onChange={(event) => onText(event.target.value)}
          aria-label={labels.search}
          placeholder={labels.searchHint}
          className={paletteInputClass}
        />
      </PaletteLine>
    </div>
  );
}

function PaletteContent({ groups, onSearch, onClose }: Omit<CommandPaletteProps, "open">) {
  const [text, setText] = useState("");
  return (
    <Suspense fallback={<PendingPalette text={text} onText={setText} />}>
      <Body text={text} onText={setText} groups={groups} onSearch={onSearch} onClose={onClose} />
    </Suspense>
  );
}

/** Starts loading the commands when the first key of their shortcut is pressed. */
function useLoadOnModifier(): void {
  useEffect(() => {
    const load = ({ key }: KeyboardEvent) => {
      // If loading fails here, it is tried again, and reported, when the list is opened.
      if (key === "Control" || key === "Meta") void loadCommands().catch(() => null);
    };
    window.addEventListener("keydown", load);
    return () => window.removeEventListener("keydown", load);
  }, []);
}

/** Commands and search, over the page. */
export function CommandPalette({ open, ...content }: CommandPaletteProps) {
  const labels = useShellLabels();
  useLoadOnModifier();
  return (
    <Modal
      open={open}
      onClose={content.onClose}
      aria-label={labels.search}
      className="mt-[14vh]! w-[36rem] max-w-[calc(100vw-2rem)] border-line-strong"
    >
      <PaletteContent {...content} />
    </Modal>
  );
}
