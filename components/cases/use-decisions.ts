"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf, toastProblem } from "@/components/shell/problem";
import { announce } from "@/components/ui/announce";
import { forgetDrafts, hasDraft } from "@/components/ui/drafts";
import { shortId } from "@/components/ui/short-id";
import { dismissToast, toast } from "@/components/ui/toast";
import { caseActions } from "@/lib/cases/client";
import type { CaseDto, DeskDto } from "@/lib/cases/schema";
import { decisionActions } from "@/lib/decisions/client";
import { queueActions, queueQueries } from "@/lib/queue/client";
import { noteDraft } from "./desk-notes";
import { caseInPath, deskPath, queuePath, type TakenTab } from "./desk-path";
import { writesAnswered } from "./own-writes";
import { hasPassedOver, isLeaving, leaveCase, passedOver, passOver, passOverNone } from "./passed-over";
import { readDeskAnew } from "./use-desk";
import type { NextAhead } from "./use-next-ahead";

const isOnDesk = () => caseInPath(location.pathname) !== null;

/** The server takes an undo for ten seconds from the decision; the answer and the click are on their way for a while. */
const undoMs = 9_000;

const emptyWords: Record<TakenTab, string> = {
  unassigned: "No unassigned cases.",
  pending_second_review: "No other case is waiting for a second review.",
  escalated: "No other escalated cases.",
};

export type Act = {
  done: string;
  failed: string;
  run: (caseId: string, version: number) => Promise<CaseDto>;
  canUndo?: boolean;
};

/** What was sent last and can be taken back; `sent` is false once it was refused. */
type Last = { id: string; sent: Promise<boolean>; toastId: number | null; until: number };

/** Decisions leave the desk at once and are sent behind; one that is refused says so and leads back. */
export function useDecisions(desk: DeskDto | undefined, { ahead, tab }: { ahead: NextAhead; tab: TakenTab }) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const router = useRouter();
  const onDesk = useRef(desk);
  useEffect(() => {
    onDesk.current = desk;
  }, [desk]);
  const last = useRef<Last | null>(null);
  /** The desk moves without asking the server for a page: what the next case needs is here already. */
  const openDesk = (id: string) => {
    const path = deskPath(environment, id, tab);
    if (isOnDesk()) window.history.pushState(null, "", path);
    else router.push(path);
  };
  /** A case that was left: read anew first, so that nobody decides on what is no longer so. */
  const reopenDesk = async (id: string) => {
    await readDeskAnew(client, environment, id).catch(() => null);
    openDesk(id);
  };
  const refresh = (id: string) => client.invalidateQueries({ queryKey: [environment, "cases", id] });
  const nextOf = async (sent?: Promise<unknown>): Promise<CaseDto> => {
    // A case that nobody holds could be handed out as the next one before its own decision has arrived.
    if (!desk?.isOpen) await sent;
    const next = () => queueActions.next(environment, tab, { except: passedOver(desk?.reviewCase.id) });
    try {
      return await next();
    } catch (error) {
      const { status } = problemOf(error);
      if (status === 404 && hasPassedOver()) {
        // Nothing else is left: what was given back comes again.
        passOverNone();
        return next();
      }
      // Whoever may hold one case at a time still holds the one that is being decided.
      if (!sent || status !== 409) throw error;
      await sent;
      return next();
    }
  };
  /** @returns where that leads, in words */
  const goOn = async (sent?: Promise<unknown>): Promise<string> => {
    const waiting = await ahead.take();
    if (waiting) {
      openDesk(waiting);
      return "Next case";
    }
    try {
      const taken = await nextOf(sent);
      openDesk(taken.id);
      return "Next case";
    } catch (error) {
      if (problemOf(error).status !== 404) toastProblem("No case was claimed", error);
      router.push(queuePath(environment, tab));
      return `${emptyWords[tab]} You are in the queue.`;
    }
  };
  const undo = async (given: Last) => {
    if (last.current === given) last.current = null;
    if (given.toastId !== null) dismissToast(given.toastId);
    if (!(await given.sent)) return;
    await ahead.whileReturning(given.id, () => bringBack(given.id));
  };
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
  const act = (given: Act) => {
    // A key pressed twice decides once, and takes one case.
    if (!desk || isLeaving(desk.reviewCase.id)) return;
    const { id } = desk.reviewCase;
    const sent = send(given, desk.reviewCase);
    const decision: Last = { id, sent, toastId: null, until: Number.POSITIVE_INFINITY };
    last.current = given.canUndo ? decision : null;
    void sent.then((isDone) => {
      if (!isDone) return;
      decision.until = Date.now() + undoMs;
      decision.toastId = toast({
        tone: "success",
        title: given.done,
        detail: `${shortId(id, "middle")}${hasDraft(noteDraft(id)) ? ". Your note on it is not sent." : ""}`,
        duration: undoMs,
        ...(given.canUndo && {
          action: {
            ...{ label: "Undo", shortcut: "U", until: decision.until },
            onSelect: () => void undo(decision),
          },
        }),
      });
    });
    const gone = goOn(sent);
    // Said once the server has it: a decision that is refused was none.
    void Promise.all([sent, gone]).then(([isDone, then]) =>
      announce(isDone ? `${given.done}. ${then}` : then),
    );
    leaveCase(id, [sent, gone]);
  };
  /** A case that one goes on from without a decision is nobody's again, and comes to whoever asks next. */
  const giveBack = async (id: string) => {
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
  const goOnOnce = () => {
    const id = desk?.reviewCase.id ?? "";
    if (isLeaving(id)) return;
    const isUndecided = desk?.isOpen && desk.reviewCase.decidedAt === null;
    const given = isUndecided ? giveBack(id) : undefined;
    leaveCase(id, [goOn(given).then(announce), ...(given ? [given] : [])]);
  };
  /** The key of the last decision's undo; the button in the message does the same. */
  const undoLast = () => {
    const given = last.current;
    if (given && Date.now() < given.until) return void undo(given);
    const title = given ? "Too late to undo" : "No decision to undo";
    const detail = given ? "You can undo a decision for ten seconds." : undefined;
    toast({ tone: "info", title, detail, duration: 4_000 });
    announce([title, detail].filter(Boolean).join(". "));
  };
  return { act, goOn: goOnOnce, undoLast };
}

export type Decisions = ReturnType<typeof useDecisions>;
