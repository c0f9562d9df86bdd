"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf, toastProblem } from "@/components/shell/problem";
import { announce } from "@/components/ui/announce";
import { forgetDrafts, hasDraft } from "@/components/ui/drafts";
import { shortId } from "@/components/ui/short-id";
import { toast } from "@/components/ui/toast";
import { caseActions } from "@/lib/cases/client";
import type { CaseDto, DeskDto } from "@/lib/cases/schema";
import { queueActions, queueQueries } from "@/lib/queue/client";
import { noteDraft } from "./desk-notes";
import type { TakenTab } from "./desk-path";
import { writesAnswered } from "./own-writes";
import { isLeaving, leaveCase, passOver, passOverNone } from "./passed-over";
import { readDeskAnew } from "./use-desk";
import { useDeskMoves } from "./use-desk-moves";
import type { NextAhead } from "./use-next-ahead";
import { type Undoable, undoMs, useUndo } from "./use-undo";

export type Act = {
  done: string;
  failed: string;
  run: (caseId: string, version: number) => Promise<CaseDto>;
  canUndo?: boolean;
};

/** Sends a decision. A refusal shows a message that links back to the case. */
function useSend(reopenDesk: (id: string) => Promise<void>) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const refresh = (id: string) => client.invalidateQueries({ queryKey: [environment, "cases", id] });
  const refused = (id: string, failed: string, error: unknown) => {
    const { detail, requestId } = problemOf(error);
    const action = { label: "Open case", onSelect: () => void reopenDesk(id) };
    toast({ tone: "error", title: failed, detail, requestId, action });
    void refresh(id);
  };
  const versionOf = async ({ id, version }: CaseDto): Promise<number> => {
    if (!(await writesAnswered(id))) return version;
    return (await readDeskAnew(client, environment, id)).reviewCase.version;
  };
  const send = async ({ run, failed }: Act, reviewCase: CaseDto): Promise<boolean> => {
    const { id } = reviewCase;
    try {
      await run(id, await versionOf(reviewCase));
    } catch (error) {
      refused(id, failed, error);
      return false;
    }
    forgetDrafts(id);
    void refresh(id);
    void client.invalidateQueries({ queryKey: queueQueries.tabCounts(environment).queryKey });
    return true;
  };
  return { send, refresh };
}

/** Releases a case that the reviewer leaves without a decision. */
function useGiveBack({
  refresh,
  reopenDesk,
}: Record<"refresh" | "reopenDesk", (id: string) => Promise<void>>) {
  const environment = useEnvironment();
  return async (id: string) => {
    passOver(id);
    try {
      await caseActions.release(environment, id);
    } catch (error) {
      return toastProblem("The case was not released", error);
    }
    void refresh(id);
    const takeBack = async () => {
      passOverNone();
      await queueActions
        .claim(environment, id)
        .catch((error) => toastProblem("The case was not claimed", error));
      await reopenDesk(id);
    };
    toast({
      tone: "info",
      title: "Case released",
      detail: shortId(id, "middle"),
      duration: undoMs,
      action: { label: "Claim again", onSelect: () => void takeBack() },
    });
  };
}

/** Moves on from a decided case at once and sends the decision in the background. */
export function useDecisions(desk: DeskDto | undefined, { ahead, tab }: { ahead: NextAhead; tab: TakenTab }) {
  const { reopenDesk, goOn } = useDeskMoves(desk, { ahead, tab });
  const { remember, undo, undoLast } = useUndo(desk, { ahead, reopenDesk });
  const { send, refresh } = useSend(reopenDesk);
  const giveBack = useGiveBack({ refresh, reopenDesk });
  const tellDone = ({ done, canUndo }: Act, decision: Undoable) => {
    const { id } = decision;
    decision.until = Date.now() + undoMs;
    const action = {
      label: "Undo",
      shortcut: "U",
      until: decision.until,
      onSelect: () => void undo(decision),
    };
    decision.toastId = toast({
      tone: "success",
      title: done,
      detail: `${shortId(id, "middle")}${hasDraft(noteDraft(id)) ? ". Your note on it is not sent." : ""}`,
      duration: undoMs,
      ...(canUndo && { action }),
    });
  };
  const act = (given: Act) => {
    // Pressing a key twice must decide once and claim one case.
    if (!desk || isLeaving(desk.reviewCase.id)) return;
    const { id } = desk.reviewCase;
    const sent = send(given, desk.reviewCase);
    const decision: Undoable = { id, sent, toastId: null, until: Number.POSITIVE_INFINITY };
    remember(given.canUndo ? decision : null);
    void sent.then((isDone) => isDone && tellDone(given, decision));
    const gone = goOn(sent);
    // Announced after the server's answer, because the decision may be refused.
    void Promise.all([sent, gone]).then(([isDone, then]) =>
      announce(isDone ? `${given.done}. ${then}` : then),
    );
    leaveCase(id, [sent, gone]);
  };
  const goOnOnce = () => {
    const id = desk?.reviewCase.id ?? "";
    if (isLeaving(id)) return;
    const isUndecided = desk?.isOpen && desk.reviewCase.decidedAt === null;
    const given = isUndecided ? giveBack(id) : undefined;
    leaveCase(id, [goOn(given).then(announce), ...(given ? [given] : [])]);
  };
  return { act, goOn: goOnOnce, undoLast };
}

export type Decisions = ReturnType<typeof useDecisions>;
