"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef } from "react";
import { prefetchImages } from "@/components/documents/image-store";
import { useEnvironment } from "@/components/shell/environment";
import type { Environment } from "@/lib/actor/actor";
import type { CaseDto } from "@/lib/cases/schema";
import { documentQueries } from "@/lib/documents/client";
import { linkQueries } from "@/lib/links/client";
import { queueActions } from "@/lib/queue/client";
import { caseInPath, type TakenTab } from "./desk-path";
import { isLeaving, passedOver } from "./passed-over";
import { readDeskAnew } from "./use-desk";

const release = (environment: Environment, caseId: string) =>
  void fetch(`/api/v1/cases/${encodeURIComponent(caseId)}/release`, {
    method: "POST",
    keepalive: true,
    headers: { "X-Environment": environment },
  }).catch(() => undefined);

/** The case on the desk comes first; the next one can wait until it stands. */
const restMs = 400;

/** What is known of the case after this one, beyond what the screen shows. */
function useAhead() {
  return {
    /** The case that waits. */
    waiting: useRef<string | null>(null),
    /** Whether the desk was left. */
    isLeft: useRef(false),
    /** The case that an undo brings back to the desk: it is one's own again before the desk shows it. */
    returning: useRef<string | null>(null),
    /** The case that is being taken: whoever goes on meanwhile waits for it, and takes no second one. */
    coming: useRef<Promise<string | null>>(null),
  };
}
type Ahead = ReturnType<typeof useAhead>;

/** Gives the waiting case back when the desk, or the tab that it was taken from, is left. */
function useLetGo({ waiting, isLeft }: Ahead, environment: Environment, tab: TakenTab): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was taken ahead is of one tab
  useEffect(() => {
    isLeft.current = false;
    const letGo = () => {
      isLeft.current = true;
      if (waiting.current) release(environment, waiting.current);
      waiting.current = null;
    };
    window.addEventListener("pagehide", letGo);
    return () => {
      window.removeEventListener("pagehide", letGo);
      letGo();
    };
  }, [environment, tab]);
}

/** What the desk does with the case after this one. */
const movesOf = ({ waiting, coming, returning }: Ahead, environment: Environment) => ({
  /** The case that is waiting, which from now on is the one on the desk. */
  take: async () => {
    if (!waiting.current) await coming.current;
    const taken = waiting.current;
    waiting.current = null;
    return taken;
  },
  /** Does what brings a case back to the desk; until then it is not taken ahead, and not given back. */
  whileReturning: async (caseId: string, work: () => Promise<void>) => {
    returning.current = caseId;
    await work().finally(() => {
      returning.current = null;
    });
  },
  /** A case that goes from the desk back to where it waited. */
  putBack: (caseId: string) => {
    if (waiting.current) release(environment, waiting.current);
    waiting.current = caseId;
  },
});
export type NextAhead = ReturnType<typeof movesOf>;

/**
 * The case after this one, taken while this one is still open, with its data and its images in memory: from a
 * decision to the next case nothing has to be fetched. It is given back when the desk is left.
 */
export function useNextAhead(
  current: CaseDto | undefined,
  { isMine, tab }: { isMine: boolean; tab: TakenTab },
): NextAhead {
  const environment = useEnvironment();
  const client = useQueryClient();
  const ahead = useAhead();
  const { waiting, isLeft, returning, coming } = ahead;
  const wanted = current && isMine ? current.id : null;
  const claimAhead = useEffectEvent(async () => {
    const taken = await queueActions
      .next(environment, tab, { ahead: true, except: passedOver(wanted, caseInPath(location.pathname)) })
      .catch(() => null);
    // One's own come first: the answer may be the case that the desk moves to, or has moved to, meanwhile.
    if (!taken || [returning.current, caseInPath(location.pathname)].includes(taken.id)) return null;
    // The desk was left, or a decision was undone and its follower waits, while this one was on its way.
    if (isLeft.current || waiting.current) {
      release(environment, taken.id);
      return null;
    }
    waiting.current = taken.id;
    return taken.id;
  });
  const takeAhead = useEffectEvent(async () => {
    if (waiting.current || coming.current || (wanted && isLeaving(wanted))) return;
    coming.current = claimAhead();
    const taken = await coming.current;
    coming.current = null;
    if (!taken) return;
    const desk = await readDeskAnew(client, environment, taken);
    // It was given back meanwhile: what is read now is what everybody sees.
    if (waiting.current !== taken) return;
    // Anew as well: what was read before the claim hides the images.
    const documents = await client.fetchQuery({
      ...documentQueries.list(environment, desk.session.id),
      staleTime: 0,
    });
    prefetchImages(documents.data);
    void client.prefetchQuery(linkQueries.all(environment, taken));
  });
  useEffect(() => {
    if (!wanted) return;
    const timer = setTimeout(() => void takeAhead().catch(() => undefined), restMs);
    return () => clearTimeout(timer);
  }, [wanted]);
  useLetGo(ahead, environment, tab);
  return movesOf(ahead, environment);
}
