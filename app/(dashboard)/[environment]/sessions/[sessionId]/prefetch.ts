import type { QueryClient } from "@tanstack/react-query";
import type { SessionTab } from "@/components/sessions/session-tabs";
import type { Person } from "@/lib/actor/actor";
import { can } from "@/lib/actor/actor";
import { caseQueries } from "@/lib/cases/client";
import { getSessionCase } from "@/lib/cases/read";
import { checkQueries } from "@/lib/checks/client";
import { listChecks } from "@/lib/checks/read";
import { documentQueries } from "@/lib/documents/client";
import { listDocuments } from "@/lib/documents/read";
import { privacyQueries } from "@/lib/privacy/client";
import { getPrivacy } from "@/lib/privacy/read";
import type { OpenSession } from "@/lib/records/open";
import { screeningQueries } from "@/lib/screening/client";
import { listSessionScreening } from "@/lib/screening-checks/read";
import { sessionQueries } from "@/lib/sessions/client";
import { findResult, getSession, openToRead } from "@/lib/sessions/read";
import { signalQueries } from "@/lib/signals/client";
import { getRisk } from "@/lib/signals/read";
import { getTimeline } from "@/lib/timeline/read";
import { webhookQueries } from "@/lib/webhooks/client";
import { listDeliveries } from "@/lib/webhooks/read";

type Prefetch = { client: QueryClient; person: Person; sessionId: string };
/** Opens the session once for everything that its page reads. */
type Load = (prefetch: Prefetch & { session: OpenSession }) => Promise<unknown>[];

/** The queries of each tab, with the options that the browser uses. */
const loads: Record<SessionTab, Load> = {
  overview: ({ client, person, sessionId, session }) => {
    const { environment } = person.scope;
    return [
      client.query({
        ...sessionQueries.result(environment, sessionId),
        queryFn: () => findResult(person, { sessionId: session }),
      }),
      client.query({
        ...checkQueries.list(environment, sessionId),
        queryFn: () => listChecks(person, { sessionId: session }),
      }),
      client.query({
        ...caseQueries.ofSession(environment, sessionId),
        queryFn: () => getSessionCase(person, { sessionId: session }),
      }),
    ];
  },
  documents: ({ client, person, sessionId }) => {
    if (!can(person, "documents:view")) return [];
    const options = documentQueries.list(person.scope.environment, sessionId);
    return [client.query({ ...options, queryFn: () => listDocuments(person, { sessionId }) })];
  },
  risk: ({ client, person, sessionId, session }) => {
    const options = signalQueries.risk(person.scope.environment, sessionId);
    return [client.query({ ...options, queryFn: () => getRisk(person, { sessionId: session }) })];
  },
  screening: ({ client, person, sessionId, session }) => {
    const options = screeningQueries.list(person.scope.environment, sessionId);
    return [
      client.query({ ...options, queryFn: () => listSessionScreening(person, { sessionId: session }) }),
    ];
  },
  timeline: ({ client, person, sessionId }) => {
    const { environment } = person.scope;
    return [
      client.query({
        ...sessionQueries.timeline(environment, sessionId),
        queryFn: () => getTimeline(person, { sessionId }),
      }),
      client.query({
        ...webhookQueries.deliveries(environment, sessionId),
        queryFn: () => listDeliveries(person, { sessionId }),
      }),
    ];
  },
  privacy: ({ client, person, sessionId }) => {
    const options = privacyQueries.ofSession(person.scope.environment, sessionId);
    return [client.query({ ...options, queryFn: () => getPrivacy(person, { sessionId }) })];
  },
};

/**
 * Reads the session, then its open tab. If the session is not found, the query fails: a failure before the first query
 * has made React break off the answer.
 */
export async function prefetchSession(prefetch: Prefetch, tab: SessionTab): Promise<void> {
  const { client, person, sessionId } = prefetch;
  const options = sessionQueries.one(person.scope.environment, sessionId);
  let opened: OpenSession | undefined;
  const described = client.query({
    ...options,
    queryFn: async () => {
      opened = await openToRead(person, { sessionId });
      return getSession(person, { sessionId: opened });
    },
  });
  await described;
  if (opened) await Promise.all(loads[tab]({ ...prefetch, session: opened }));
}
