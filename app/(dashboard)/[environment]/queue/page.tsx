import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Forbidden } from "@/components/auth/forbidden";
import { readQueueState, toCaseParams } from "@/components/cases/queue-state";
import { QueueView } from "@/components/cases/queue-view";
import { can } from "@/lib/actor/actor";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { openPage, type PageProps, readEnvironment, toUrlParams } from "@/lib/http/page";
import { queueQueries } from "@/lib/queue/client";
import { caseListQuery } from "@/lib/queue/schema";
import { listCases, listQueues } from "@/lib/queue/search";
import { getTabCounts } from "@/lib/queue/tab-counts";

export const metadata = { title: "Queue" };

export default async function QueuePage({ params, searchParams }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const person = await requirePerson(environment);
  const wanted = toCaseParams(readQueueState(toUrlParams(await searchParams)));
  const queryClient = getQueryClient();
  const opened = await openPage(person, () =>
    Promise.all([
      listQueues(person),
      queryClient.query({
        ...queueQueries.list(environment, new URLSearchParams(wanted).toString()),
        queryFn: () => listCases(person, caseListQuery.parse(wanted)),
      }),
      queryClient.query({
        ...queueQueries.tabCounts(environment),
        queryFn: () => getTabCounts(person),
      }),
    ]),
  );
  if (!opened) return <Forbidden title="Queue" environment={environment} />;
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <QueueView
        queues={opened.content[0]}
        mayShareViews={can(person, "views:share")}
        mayAssign={can(person, "cases:assign")}
        mayClaim={can(person, "cases:claim")}
        mayTakeEscalations={can(person, "cases:take-escalations")}
        mayMakeDemo={environment === "sandbox" && can(person, "cases:write")}
      />
    </HydrationBoundary>
  );
}
