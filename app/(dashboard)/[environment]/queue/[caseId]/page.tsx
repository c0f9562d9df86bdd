import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Suspense } from "react";
import { preload } from "react-dom";
import { Forbidden } from "@/components/auth/forbidden";
import { DeskSkeleton } from "@/components/cases/desk-skeleton";
import { DeskView } from "@/components/cases/desk-view";
import { SessionGate } from "@/components/sessions/session-gate";
import { TopBar } from "@/components/shell/top-bar";
import type { Person } from "@/lib/actor/actor";
import { can, type Environment } from "@/lib/actor/actor";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { caseQueries } from "@/lib/cases/client";
import { getDesk } from "@/lib/cases/desk";
import { getCase } from "@/lib/cases/read";
import { documentQueries } from "@/lib/documents/client";
import { drawAhead, listDocuments } from "@/lib/documents/read";
import { openRecordPage, type PageProps, readEnvironment, readParam, readSegment } from "@/lib/http/page";

export const metadata = { title: "Case" };

type DeskProps = { environment: Environment; person: Person; caseId: string };

/** The case without its images, which the browser already loads. */
async function Desk({ environment, person, caseId }: DeskProps) {
  const queryClient = getQueryClient();
  await queryClient.query({
    ...caseQueries.desk(environment, caseId),
    queryFn: () => getDesk(person, { caseId }),
  });
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <DeskView
        caseId={caseId}
        may={{
          decide: can(person, "cases:decide"),
          write: can(person, "cases:write"),
          resolve: can(person, "screening:resolve"),
          screen: can(person, "screening:run"),
          loadLists: can(person, "lists:write"),
          images: can(person, "documents:view"),
          links: can(person, "pii:mask"),
          assign: can(person, "cases:assign"),
          correct: can(person, "results:correct"),
          override: can(person, "checks:override"),
          takeEscalations: can(person, "cases:take-escalations"),
        }}
      />
    </HydrationBoundary>
  );
}

export default async function DeskPage({ params, searchParams }: PageProps<{ caseId: string }>) {
  const given = await params;
  const environment = readEnvironment(given.environment);
  const caseId = readSegment(given.caseId);
  const person = await requirePerson(environment);
  const opened = await openRecordPage(person, async () => {
    const { sessionId } = await getCase(person, { caseId });
    if (!can(person, "documents:view")) return { sessionId, data: [] };
    const { data } = await getQueryClient().query({
      ...documentQueries.list(environment, sessionId),
      queryFn: () => listDocuments(person, { sessionId }),
    });
    return { sessionId, data };
  });
  if (opened?.isClosed) return <SessionGate sessionId={opened.sessionId} />;
  if (!opened) return <Forbidden title="Case" environment={environment} />;
  const wanted = readParam(await searchParams, "doc");
  const documents = opened.content.data.filter(({ isAvailable, url }) => isAvailable && url);
  const first = documents.find(({ docType }) => docType === wanted) ?? documents[0];
  // The first headers of the answer request the image, before the browser has read the page.
  if (first?.url) preload(first.url, { as: "image", fetchPriority: "high" });
  if (first) void drawAhead(person, { sessionId: opened.content.sessionId, docType: first.docType });
  return (
    <Suspense
      fallback={
        <>
          <TopBar title="Case" trail={[{ label: "Queue", href: `/${environment}/queue` }]} />
          <DeskSkeleton image={first?.url ?? undefined} />
        </>
      }
    >
      <Desk environment={environment} person={person} caseId={caseId} />
    </Suspense>
  );
}
