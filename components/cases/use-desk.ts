"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef } from "react";
import { prefetchImages } from "@/components/documents/image-store";
import type { Environment } from "@/components/shell/top-controls";
import { caseActions, caseQueries } from "@/lib/cases/client";
import type { CaseDto, DeskDto } from "@/lib/cases/schema";
import { documentQueries } from "@/lib/documents/client";

export const deskPath = (environment: Environment, caseId: string) =>
  `/${environment}/queue/${encodeURIComponent(caseId)}`;

/** Signed URLs live five minutes by default; asking again a little earlier keeps retries rare. */
const documentsFreshMs = 4 * 60_000;

/** The desk and its documents. What is shared with the stream is read again when somebody else changes the case. */
export function useDeskData(environment: Environment, caseId: string, mayView: boolean) {
  const desk = useQuery(caseQueries.desk(environment, caseId));
  const sessionId = desk.data?.session.id ?? "";
  const documents = useQuery({
    ...documentQueries.list(environment, sessionId),
    staleTime: documentsFreshMs,
    enabled: mayView && sessionId !== "",
  });
  return { desk, documents };
}

const renewMs = 60_000;

/** Keeps the claim while its holder works: activity renews it quietly, once a minute at most. */
export function useClaimRenewal(environment: Environment, desk: DeskDto | undefined) {
  const client = useQueryClient();
  const last = useRef(0);
  const caseId = desk?.reviewCase.id;
  const isMine = desk?.isOpen ?? false;
  const isUnopened = isMine && desk?.reviewCase.claimedAt === null;
  const renew = useEffectEvent(async (id: string) => {
    last.current = Date.now();
    const { queryKey } = caseQueries.desk(environment, id);
    const renewed = await caseActions.claim(environment, id).catch(() => null);
    if (!renewed) return client.invalidateQueries({ queryKey });
    client.setQueryData(queryKey, (known: DeskDto | undefined) => known && { ...known, reviewCase: renewed });
  });
  useEffect(() => {
    if (!caseId || !isMine) return;
    // A case that was taken ahead or assigned starts its clock when it is looked at.
    if (isUnopened) void renew(caseId);
    else last.current = Date.now();
    const onActivity = () => {
      if (Date.now() - last.current > renewMs) void renew(caseId);
    };
    for (const kind of ["pointermove", "keydown"])
      window.addEventListener(kind, onActivity, { passive: true });
    return () => {
      for (const kind of ["pointermove", "keydown"]) window.removeEventListener(kind, onActivity);
    };
  }, [caseId, isMine, isUnopened]);
}

const release = (environment: Environment, caseId: string) =>
  void fetch(`/api/v1/cases/${encodeURIComponent(caseId)}/release`, {
    method: "POST",
    keepalive: true,
    headers: { "X-Environment": environment },
  }).catch(() => undefined);

/**
 * The case after this one, taken while this one is still open, with its data and its images in memory: from a
 * decision to the next case nothing has to be fetched. It is given back when the desk is left.
 */
export function useNextAhead(environment: Environment, current: CaseDto | undefined, isMine: boolean) {
  const client = useQueryClient();
  const ahead = useRef<{ id: string } | null>(null);
  const wanted = current && isMine ? current.id : null;
  const takeAhead = useEffectEvent(async () => {
    if (ahead.current) return;
    const taken = await caseActions.next(environment, "unassigned", true).catch(() => null);
    if (!taken) return;
    ahead.current = { id: taken.id };
    const [desk] = await Promise.all([client.fetchQuery(caseQueries.desk(environment, taken.id))]);
    const documents = await client.fetchQuery({
      ...documentQueries.list(environment, desk.session.id),
      staleTime: documentsFreshMs,
    });
    prefetchImages(documents.data);
    void client.prefetchQuery(caseQueries.links(environment, taken.id));
  });
  useEffect(() => {
    // The case on the desk comes first; the next one can wait until it stands.
    if (!wanted) return;
    const timer = setTimeout(() => void takeAhead().catch(() => undefined), 400);
    return () => clearTimeout(timer);
  }, [wanted]);
  useEffect(() => {
    const letGo = () => {
      if (ahead.current) release(environment, ahead.current.id);
      ahead.current = null;
    };
    window.addEventListener("pagehide", letGo);
    return () => {
      window.removeEventListener("pagehide", letGo);
      letGo();
    };
  }, [environment]);
  /** The case that is waiting, which from now on is the one on the desk. */
  return () => {
    const taken = ahead.current;
    ahead.current = null;
    return taken?.id ?? null;
  };
}
