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

/** Moves the desk from one case to another. */
export function useDeskMoves(desk: DeskDto | undefined, { ahead, tab }: { ahead: NextAhead; tab: TakenTab }) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const router = useRouter();
  /** Changes the address without loading a page, because the data of the next case is already loaded. */
  const openDesk = (id: string) => {
    const path = deskPath(environment, id, tab);
    if (isOnDesk()) window.history.pushState(null, "", path);
    else router.push(path);
  };
  /** Returns to a case. It is read again first, so that nobody decides on outdated data. */
  const reopenDesk = async (id: string) => {
    await readDeskAnew(client, environment, id).catch(() => null);
    openDesk(id);
  };
  const nextOf = async (sent?: Promise<unknown>): Promise<CaseDto> => {
    // The server could return an unclaimed case as the next one before its decision has arrived.
    if (!desk?.isOpen) await sent;
    const next = () => queueActions.next(environment, tab, { except: passedOver(desk?.reviewCase.id) });
    try {
      return await next();
    } catch (error) {
      const { status } = problemOf(error);
      if (status === 404 && hasPassedOver()) {
        // No other case is left, so released cases are offered again.
        passOverNone();
        return next();
      }
      // A reviewer at their limit has the decided case until the decision arrives.
      if (!sent || status !== 409) throw error;
      await sent;
      return next();
    }
  };
  /**
   * Opens the next case, or the queue when there is none.
   * @param sent the unanswered decision on this case
   * @returns in words, where it led
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
