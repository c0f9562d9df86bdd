"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf, toastProblem } from "@/components/shell/problem";
import type { CaseDto, DeskDto } from "@/lib/cases/schema";
import { queueActions } from "@/lib/queue/client";
import { caseInPath, deskPath, queuePath, type TakenTab } from "./desk-path";
import { hasPassedOver, passedOver, passOverNone } from "./passed-over";
import { readDeskAnew } from "./use-desk";
import type { NextAhead } from "./use-next-ahead";

export const isOnDesk = () => caseInPath(location.pathname) !== null;

const emptyWords: Record<TakenTab, string> = {
  unassigned: "No unassigned cases.",
  pending_second_review: "No other case is waiting for a second review.",
  escalated: "No other escalated cases.",
};

/** How the desk goes from one case to another. */
export function useDeskMoves(desk: DeskDto | undefined, { ahead, tab }: { ahead: NextAhead; tab: TakenTab }) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const router = useRouter();
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
  /**
   * Opens the next case, or the queue when there is none.
   * @param sent the decision on this case that is on its way
   * @returns where that leads, in words
   */
  const goOn = async (sent?: Promise<unknown>): Promise<string> => {
    const waiting = await ahead.take();
    if (waiting) {
      openDesk(waiting);
      return "Next case";
    }
    try {
      openDesk((await nextOf(sent)).id);
      return "Next case";
    } catch (error) {
      if (problemOf(error).status !== 404) toastProblem("No case was claimed", error);
      router.push(queuePath(environment, tab));
      return `${emptyWords[tab]} You are in the queue.`;
    }
  };
  return { reopenDesk, goOn };
}
