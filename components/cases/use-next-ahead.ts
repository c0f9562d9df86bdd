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

/** The next case is claimed after this delay, so that the case on the desk loads first. */
const restMs = 400;

/** The state of the next case. */
function useAhead() {
  return {
    /** The case claimed ahead. */
    waiting: useRef<string | null>(null),
    /** Whether the viewer has left the desk. */
    isLeft: useRef(false),
    /** The case that an undo brings back. It belongs to the reviewer before the desk shows it. */
    returning: useRef<string | null>(null),
    /** The claim that is under way. Moving on waits for it instead of claiming a second case. */
    coming: useRef<Promise<string | null>>(null),
  };
}
type Ahead = ReturnType<typeof useAhead>;

/** Releases the case claimed ahead when the viewer leaves the desk or the tab it was claimed from. */
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

/** The desk's operations on the next case. */
const movesOf = ({ waiting, coming, returning }: Ahead, environment: Environment) => ({
  /** Returns the case claimed ahead, which moves to the desk. */
  take: async () => {
    if (!waiting.current) await coming.current;
    const taken = waiting.current;
    waiting.current = null;
    return taken;
  },
  /** Brings a case back to the desk. Until that is done, the case is neither claimed ahead nor released. */
  whileReturning: async (caseId: string, work: () => Promise<void>) => {
    returning.current = caseId;
    await work().finally(() => {
      returning.current = null;
    });
  },
  /** Makes a case from the desk the next one again. */
  putBack: (caseId: string) => {
    if (waiting.current) release(environment, waiting.current);
    waiting.current = caseId;
  },
});
export type NextAhead = ReturnType<typeof movesOf>;

/**
 * Claims the next case while this one is open, and loads its data and images, so that nothing has to be fetched after
 * a decision. It is released when the viewer leaves the desk.
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
    // The server returns the reviewer's own cases first, so the answer may be the case that is now on the desk.
    if (!taken || [returning.current, caseInPath(location.pathname)].includes(taken.id)) return null;
    // Meanwhile the viewer left the desk, or an undo made another case the next one.
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
    // The case was released meanwhile; what is read now is masked.
    if (waiting.current !== taken) return;
    // Read again too, because documents read before the claim hide the images.
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
