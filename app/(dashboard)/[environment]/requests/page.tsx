import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Forbidden } from "@/components/auth/forbidden";
import { RequestsView } from "@/components/requests/requests-view";
import { TopBar } from "@/components/shell/top-bar";
import { TasksView } from "@/components/tasks/tasks-view";
import { can } from "@/lib/actor/actor";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { openPage, type PageProps, readEnvironment, readParam } from "@/lib/http/page";
import { requestQueries } from "@/lib/requests/client";
import { listRequests } from "@/lib/requests/read";
import { requestStatuses, requestsQuery } from "@/lib/requests/schema";
import { taskQueries } from "@/lib/tasks/client";
import { listTasks } from "@/lib/tasks/read";

export const metadata = { title: "Requests" };

export default async function RequestsPage({ params, searchParams }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const person = await requirePerson(environment);
  const wanted = readParam(await searchParams, "status");
  const status = requestStatuses.find((each) => each === wanted) ?? "open";
  const client = getQueryClient();
  const isTasks = wanted === "tasks";
  const opened = await openPage(person, () =>
    Promise.all([
      client.query({ ...taskQueries.list(environment), queryFn: () => listTasks(person) }),
      isTasks
        ? null
        : client.query({
            ...requestQueries.list(environment, new URLSearchParams({ status }).toString()),
            queryFn: () => listRequests(person, requestsQuery.parse({ status })),
          }),
    ]),
  );
  if (!opened) return <Forbidden title="Requests" environment={environment} />;
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TopBar title="Requests">of data subjects</TopBar>
      {isTasks ? (
        <TasksView mayWork={can(person, "requests:work")} />
      ) : (
        <RequestsView
          key={status}
          status={status}
          mayReceive={can(person, "requests:receive")}
          mayShareViews={can(person, "views:share")}
        />
      )}
    </HydrationBoundary>
  );
}
