import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Forbidden } from "@/components/auth/forbidden";
import { HoldsView } from "@/components/holds/holds-view";
import { can } from "@/lib/actor/actor";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { holdQueries } from "@/lib/holds/client";
import { listHoldPage } from "@/lib/holds/read";
import { holdListQuery } from "@/lib/holds/schema";
import { openPage, type PageProps, readEnvironment } from "@/lib/http/page";
import { taskQueries } from "@/lib/tasks/client";
import { listTasks } from "@/lib/tasks/read";

export const metadata = { title: "Legal holds" };

export default async function HoldsPage({ params }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const person = await requirePerson(environment);
  const client = getQueryClient();
  const query = { state: "active" };
  const opened = await openPage(person, () =>
    Promise.all([
      client.query({ ...taskQueries.list(environment), queryFn: () => listTasks(person) }),
      client.query({
        ...holdQueries.list(environment, query),
        queryFn: () => listHoldPage(person, holdListQuery.parse(query)),
      }),
    ]),
  );
  if (!opened) return <Forbidden title="Legal holds" environment={environment} />;
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <HoldsView mayWrite={can(person, "holds:write")} now={Date.now()} />
    </HydrationBoundary>
  );
}
