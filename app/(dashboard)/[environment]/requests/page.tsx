import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Forbidden } from "@/components/auth/forbidden";
import type { Narrowed } from "@/components/requests/request-filters";
import { RequestsView } from "@/components/requests/requests-view";
import { TopBar } from "@/components/shell/top-bar";
import { TasksView } from "@/components/tasks/tasks-view";
import { can } from "@/lib/actor/actor";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { openPage, type PageProps, readEnvironment, readParam } from "@/lib/http/page";
import { requestWorkers } from "@/lib/register/assign";
import { registerQueries } from "@/lib/register/client";
import { listRequests } from "@/lib/register/read";
import { requestsQuery } from "@/lib/register/schema";
import { requestStatuses } from "@/lib/requests/schema";
import { taskQueries } from "@/lib/tasks/client";
import { listTasks } from "@/lib/tasks/read";

export const metadata = { title: "Requests" };

/** What the address narrows the list by; what is not valid there is ignored. */
function narrowedBy(read: (name: string) => string | undefined): Narrowed {
  const all = requestsQuery.shape;
  const names = ["kind", "jurisdiction", "assignedTo", "q", "from", "to"] as const;
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = all[name].safeParse(read(name) || undefined).data;
      return value ? [[name, value]] : [];
    }),
  );
}

export default async function RequestsPage({ params, searchParams }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const person = await requirePerson(environment);
  const given = await searchParams;
  const wanted = readParam(given, "status");
  const status = requestStatuses.find((each) => each === wanted) ?? "open";
  const client = getQueryClient();
  const narrowed = narrowedBy((name) => readParam(given, name));
  const isTasks = wanted === "tasks";
  const opened = await openPage(person, () =>
    Promise.all([
      client.query({ ...taskQueries.list(environment), queryFn: () => listTasks(person) }),
      client.query({
        ...registerQueries.assignees(environment),
        queryFn: async () => ({ data: await requestWorkers(person) }),
      }),
      isTasks
        ? null
        : client.query({
            ...registerQueries.list(environment, new URLSearchParams({ status, ...narrowed }).toString()),
            queryFn: () => listRequests(person, requestsQuery.parse({ status, ...narrowed })),
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
          key={JSON.stringify([status, narrowed])}
          status={status}
          narrowed={narrowed}
          mayWork={can(person, "requests:work")}
          mayReceive={can(person, "requests:receive")}
          mayShareViews={can(person, "views:share")}
        />
      )}
    </HydrationBoundary>
  );
}
