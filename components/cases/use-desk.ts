"use client";

import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef } from "react";
import { useEnvironment } from "@/components/shell/environment";
import type { Environment } from "@/lib/actor/actor";
import { caseQueries } from "@/lib/cases/client";
import type { DeskDto } from "@/lib/cases/schema";
import { documentQueries } from "@/lib/documents/client";
import { queueActions } from "@/lib/queue/client";
import { trackWrite } from "./own-writes";

/** Signed URLs are valid for five minutes by default; reading them a little earlier keeps retries rare. */
const documentsFreshMs = 4 * 60_000;

/** Loads the desk and its documents. The stream of changes makes the desk load again. */
export function useDeskData(caseId: string, mayView: boolean) {
  const environment = useEnvironment();
  const desk = useQuery(caseQueries.desk(environment, caseId));
  const sessionId = desk.data?.session.id ?? "";
  const documents = useQuery({
    ...documentQueries.list(environment, sessionId),
    staleTime: documentsFreshMs,
    enabled: mayView && sessionId !== "",
  });
  return { desk, documents };
}

/** Reads the desk from the server. Cached data, and answers still on their way, may be older than the last write. */
export async function readDeskAnew(
  client: QueryClient,
  environment: Environment,
  caseId: string,
): Promise<DeskDto> {
  const query = caseQueries.desk(environment, caseId);
  await client.cancelQueries({ queryKey: query.queryKey });
  return client.fetchQuery({ ...query, staleTime: 0 });
}

const renewMs = 60_000;

/** Renews the claim while the reviewer is active, at most once a minute. */
export function useClaimRenewal(desk: DeskDto | undefined) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const last = useRef(0);
  const caseId = desk?.reviewCase.id;
  const isMine = desk?.isOpen ?? false;
  const isUnopened = isMine && desk?.reviewCase.claimedAt === null;
  const renew = useEffectEvent(async (id: string) => {
    last.current = Date.now();
    const { queryKey } = caseQueries.desk(environment, id);
    const renewed = await trackWrite(id, queueActions.claim(environment, id)).catch(() => null);
    if (!renewed) return client.invalidateQueries({ queryKey });
    // An answer read before the claim may arrive after it and would restore the older version.
    await client.cancelQueries({ queryKey });
    client.setQueryData(queryKey, (known: DeskDto | undefined) => known && { ...known, reviewCase: renewed });
  });
  useEffect(() => {
    if (!caseId || !isMine) return;
    // The review time of a case claimed ahead or assigned starts when it is opened.
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
