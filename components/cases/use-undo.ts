"use client";

import { useEffect, useRef } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { toastProblem } from "@/components/shell/problem";
import { announce } from "@/components/ui/announce";
import { dismissToast, toast } from "@/components/ui/toast";
import type { DeskDto } from "@/lib/cases/schema";
import { decisionActions } from "@/lib/decisions/client";
import { isOnDesk } from "./use-desk-moves";
import type { NextAhead } from "./use-next-ahead";

/** The server accepts an undo for ten seconds; this is shorter, because the answer and the click take time. */
export const undoMs = 9_000;

/** The last decision, while it can be undone; `sent` resolves to false if it was refused. */
export type Undoable = { id: string; sent: Promise<boolean>; toastId: number | null; until: number };

/** Undoes the last decision and opens its case on the desk again. */
export function useUndo(
  desk: DeskDto | undefined,
  { ahead, reopenDesk }: { ahead: NextAhead; reopenDesk: (id: string) => Promise<void> },
) {
  const environment = useEnvironment();
  const onDesk = useRef(desk);
  useEffect(() => {
    onDesk.current = desk;
  }, [desk]);
  const last = useRef<Undoable | null>(null);
  const bringBack = async (id: string) => {
    try {
      await decisionActions.undo(environment, id);
      const left = onDesk.current;
      if (isOnDesk() && left?.isOpen && left.reviewCase.id !== id) ahead.putBack(left.reviewCase.id);
      await reopenDesk(id);
      announce("Decision undone");
    } catch (error) {
      toastProblem("The decision was not undone", error);
    }
  };
  const undo = async (given: Undoable) => {
    if (last.current === given) last.current = null;
    if (given.toastId !== null) dismissToast(given.toastId);
    if (!(await given.sent)) return;
    await ahead.whileReturning(given.id, () => bringBack(given.id));
  };
  /** Undoes the last decision by key; the message's button does the same. */
  const undoLast = () => {
    const given = last.current;
    if (given && Date.now() < given.until) return void undo(given);
    const title = given ? "Too late to undo" : "No decision to undo";
    const detail = given ? "You can undo a decision for ten seconds." : undefined;
    toast({ tone: "info", title, detail, duration: 4_000 });
    announce([title, detail].filter(Boolean).join(". "));
  };
  return {
    /** Sets the decision that the key undoes; null for none. */
    remember: (given: Undoable | null) => {
      last.current = given;
    },
    undo,
    undoLast,
  };
}
