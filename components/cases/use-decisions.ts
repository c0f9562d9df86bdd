"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useRef } from "react";
import { problemOf, toastProblem } from "@/components/shell/problem";
import type { Environment } from "@/components/shell/top-controls";
import { announce } from "@/components/ui/announce";
import { shortId } from "@/components/ui/short-id";
import { toast } from "@/components/ui/toast";
import { caseActions, caseQueries } from "@/lib/cases/client";
import type { CaseDto, DeskDto } from "@/lib/cases/schema";
import { deskPath } from "./use-desk";

/** The desk moves without asking the server for a page: what the next case needs is here already. */
const openDesk = (environment: Environment, caseId: string) =>
  window.history.pushState(null, "", deskPath(environment, caseId));

const undoMs = 10_000;

type Act = { done: string; failed: string; run: (caseId: string) => Promise<CaseDto>; canUndo?: boolean };

/** Decisions leave the desk at once and are sent behind; one that is refused says so and leads back. */
export function useDecisions(
  environment: Environment,
  desk: DeskDto | undefined,
  takeWaiting: () => string | null,
) {
  const client = useQueryClient();
  const router = useRouter();
  const caseId = desk?.reviewCase.id ?? "";
  const refresh = (id: string) => client.invalidateQueries({ queryKey: [environment, "cases", id] });
  const goOn = async () => {
    const waiting = takeWaiting();
    if (waiting) {
      openDesk(environment, waiting);
      announce(`Next case ${waiting}`);
      return;
    }
    try {
      const taken = await caseActions.next(environment, "unassigned");
      openDesk(environment, taken.id);
      announce(`Next case ${taken.id}`);
    } catch (error) {
      if (problemOf(error).status !== 404) toastProblem("No case was taken", error);
      router.push(`/${environment}/queue`);
      announce("Nothing is waiting. You are in the queue.");
    }
  };
  const undo = async (id: string) => {
    try {
      await caseActions.undo(environment, id);
      await refresh(id);
      openDesk(environment, id);
      announce("Decision undone");
    } catch (error) {
      toastProblem("The decision was not undone", error);
    }
  };
  const last = useRef<string | null>(null);
  /** The key of the last decision's undo; the button in the message does the same. */
  const undoLast = () => {
    const id = last.current;
    last.current = null;
    if (id) return undo(id);
  };
  const { mutate } = useMutation({
    mutationFn: ({ id, act }: { id: string; act: Act }) => act.run(id),
    onSuccess: (_, { id, act }) => {
      last.current = act.canUndo ? id : null;
      void refresh(id);
      void client.invalidateQueries({ queryKey: caseQueries.tabCounts(environment).queryKey });
      toast({
        tone: "success",
        title: act.done,
        detail: shortId(id, "middle"),
        duration: undoMs,
        ...(act.canUndo && { action: { label: "Undo", onSelect: () => void undo(id) } }),
      });
    },
    onError: (error, { id, act }) => {
      const { detail, requestId } = problemOf(error);
      toast({
        tone: "error",
        title: act.failed,
        detail,
        requestId,
        action: { label: "Open the case", onSelect: () => openDesk(environment, id) },
      });
      void refresh(id);
    },
  });
  const act = (given: Act) => {
    if (!caseId) return;
    mutate({ id: caseId, act: given });
    announce(given.done);
    void goOn();
  };
  return { act, goOn, undoLast };
}

export type Decisions = ReturnType<typeof useDecisions>;
