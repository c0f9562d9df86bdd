import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Forbidden } from "@/components/auth/forbidden";
import { SessionGate } from "@/components/sessions/session-gate";
import { readTab } from "@/components/sessions/session-tabs";
import { SessionView } from "@/components/sessions/session-view";
import { can } from "@/lib/actor/actor";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { openRecordPage, type PageProps, readEnvironment, readParam, readSegment } from "@/lib/http/page";
import { prefetchSession } from "./prefetch";

export const metadata = { title: "Session" };

export default async function SessionPage({ params, searchParams }: PageProps<{ sessionId: string }>) {
  const { environment: segment, sessionId: encoded } = await params;
  const environment = readEnvironment(segment);
  const sessionId = readSegment(encoded);
  const person = await requirePerson(environment);
  const tab = readTab(readParam(await searchParams, "tab"));
  const client = getQueryClient();
  const opened = await openRecordPage(person, () => prefetchSession({ client, person, sessionId }, tab));
  if (opened?.isClosed) return <SessionGate sessionId={opened.sessionId} />;
  if (!opened) return <Forbidden title="Session" environment={environment} />;
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <SessionView
        sessionId={sessionId}
        tab={tab}
        may={{
          documents: can(person, "documents:view"),
          reveal: can(person, "pii:reveal"),
          export: can(person, "privacy:export"),
          redact: can(person, "privacy:redact"),
          report: can(person, "results:read"),
          lists: can(person, "lists:read"),
          resolveLists: can(person, "lists:write"),
          screen: can(person, "screening:run"),
        }}
        now={Date.now()}
      />
    </HydrationBoundary>
  );
}
