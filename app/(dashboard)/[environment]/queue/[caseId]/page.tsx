import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Forbidden } from "@/components/auth/forbidden";
import { DeskView } from "@/components/cases/desk-view";
import { can } from "@/lib/auth/actor";
import { requirePerson } from "@/lib/auth/authenticate";
import { caseQueries } from "@/lib/cases/client";
import { getDesk } from "@/lib/cases/desk";
import { documentQueries } from "@/lib/documents/client";
import { listDocuments } from "@/lib/documents/read";
import { openPage, type PageProps, readEnvironment, readSegment } from "@/lib/http/page";
import { getQueryClient } from "@/lib/http/query-client";

export const metadata = { title: "Case" };

export default async function DeskPage({ params }: PageProps<{ caseId: string }>) {
  const given = await params;
  const environment = readEnvironment(given.environment);
  const caseId = readSegment(given.caseId);
  const person = await requirePerson(environment);
  const queryClient = getQueryClient();
  const opened = await openPage(person, async () => {
    const desk = await queryClient.query({
      ...caseQueries.desk(environment, caseId),
      queryFn: () => getDesk(person, { caseId }),
    });
    if (!can(person, "documents:view")) return;
    const sessionId = desk.session.id;
    await queryClient.query({
      ...documentQueries.list(environment, sessionId),
      queryFn: () => listDocuments(person, { sessionId }),
    });
  });
  if (!opened) return <Forbidden title="Case" environment={environment} />;
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <DeskView
        environment={environment}
        caseId={caseId}
        may={{
          decide: can(person, "cases:decide"),
          write: can(person, "cases:write"),
          resolve: can(person, "screening:resolve"),
          images: can(person, "documents:view"),
          links: can(person, "pii:mask"),
          assign: can(person, "cases:assign"),
          correct: can(person, "results:correct"),
          override: can(person, "checks:override"),
        }}
      />
    </HydrationBoundary>
  );
}
