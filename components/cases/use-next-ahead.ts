"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef } from "react";
import { prefetchImages } from "@/components/documents/image-store";
import type { Environment } from "@/components/shell/top-controls";
import { caseActions, caseQueries } from "@/lib/cases/client";
import type { CaseDto } from "@/lib/cases/schema";
import { documentQueries } from "@/lib/documents/client";
import type { TakenTab } from "./desk-path";
import { documentsFreshMs } from "./use-desk";

const release = (environment: Environment, caseId: string) =>
  void fetch(`/api/v1/cases/${encodeURIComponent(caseId)}/release`, {
    method: "POST",
    keepalive: true,
    headers: { "X-Environment": environment },
  }).catch(() => undefined);

/** The case on the desk comes first; the next one can wait until it stands. */
const restMs = 400;

/**
 * The case after this one, taken while this one is still open, with its data and its images in memory: from a
 * decision to the next case nothing has to be fetched. It is given back when the desk is left.
 */
export function useNextAhead(
  environment: Environment,
  current: CaseDto | undefined,
  { isMine, tab }: { isMine: boolean; tab: TakenTab },
) {
  const client = useQueryClient();
  const ahead = useRef<string | null>(null);
  const isLeft = useRef(false);
  const wanted = current && isMine ? current.id : null;
  const takeAhead = useEffectEvent(async () => {
    if (ahead.current) return;
    const taken = await caseActions.next(environment, tab, true).catch(() => null);
    if (!taken) return;
    // The desk was left, or a decision was undone and its follower waits, while this one was on its way.
    if (isLeft.current || ahead.current) return release(environment, taken.id);
    ahead.current = taken.id;
    const desk = await client.fetchQuery(caseQueries.desk(environment, taken.id));
    const documents = await client.fetchQuery({
      ...documentQueries.list(environment, desk.session.id),
      staleTime: documentsFreshMs,
    });
    prefetchImages(documents.data);
    void client.prefetchQuery(caseQueries.links(environment, taken.id));
  });
  useEffect(() => {
    if (!wanted) return;
    const timer = setTimeout(() => void takeAhead().catch(() => undefined), restMs);
    return () => clearTimeout(timer);
  }, [wanted]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was taken ahead is of one tab
  useEffect(() => {
    isLeft.current = false;
    const letGo = () => {
      isLeft.current = true;
      if (ahead.current) release(environment, ahead.current);
      ahead.current = null;
    };
    window.addEventListener("pagehide", letGo);
    return () => {
      window.removeEventListener("pagehide", letGo);
      letGo();
    };
  }, [environment, tab]);
  return {
    /** The case that is waiting, which from now on is the one on the desk. */
    take: () => {
      const taken = ahead.current;
      ahead.current = null;
      return taken;
    },
    /** A case that goes from the desk back to where it waited. */
    putBack: (caseId: string) => {
      if (ahead.current) release(environment, ahead.current);
      ahead.current = caseId;
    },
  };
}

export type NextAhead = ReturnType<typeof useNextAhead>;
