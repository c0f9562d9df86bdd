import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Forbidden } from "@/components/auth/forbidden";
import { RequestView } from "@/components/requests/request-view";
import { can } from "@/lib/actor/actor";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { openPage, type PageProps, readEnvironment, readSegment } from "@/lib/http/page";
import { requestQueries } from "@/lib/requests/client";
import { getRequest } from "@/lib/requests/read";

export const metadata = { title: "Request" };

export default async function RequestPage({ params }: PageProps<{ requestId: string }>) {
  const given = await params;
  const environment = readEnvironment(given.environment);
  const requestId = readSegment(given.requestId);
  const person = await requirePerson(environment);
  const client = getQueryClient();
  const opened = await openPage(person, () =>
    client.query({
      ...requestQueries.one(environment, requestId),
      queryFn: () => getRequest(person, { requestId }),
    }),
  );
  if (!opened) return <Forbidden title="Request" environment={environment} />;
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <RequestView requestId={requestId} mayWork={can(person, "requests:work")} me={person.id} />
    </HydrationBoundary>
  );
}
