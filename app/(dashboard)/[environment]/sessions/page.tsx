import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Forbidden } from "@/components/auth/forbidden";
import { filterOptions, members } from "@/components/sessions/filter-options";
import { readListState, toListParams } from "@/components/sessions/list-state";
import { SessionsView } from "@/components/sessions/sessions-view";
import { can } from "@/lib/actor/actor";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { openPage, type PageProps, readEnvironment, toUrlParams } from "@/lib/http/page";
import { sessionQueries } from "@/lib/sessions/client";
import { listFilterValues, listSessions } from "@/lib/sessions/read";
import { sessionListQuery } from "@/lib/sessions/schema";

export const metadata = { title: "Sessions" };

export default async function SessionsPage({ params, searchParams }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const person = await requirePerson(environment);
  const state = readListState(toUrlParams(await searchParams), members);
  const listParams = toListParams(state);
  const queryClient = getQueryClient();
  const opened = await openPage(person, async () => {
    const [values] = await Promise.all([
      listFilterValues(person),
      queryClient.query({
        ...sessionQueries.list(environment, listParams),
        queryFn: () => listSessions(person, sessionListQuery.parse(listParams)),
      }),
    ]);
    return values;
  });
  if (!opened) return <Forbidden title="Sessions" environment={environment} />;
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <SessionsView
        options={filterOptions(opened.content)}
        members={members}
        may={{
          redact: can(person, "privacy:redact"),
          tag: can(person, "sessions:tag"),
          shareViews: can(person, "views:share"),
        }}
        now={Date.now()}
      />
    </HydrationBoundary>
  );
}
