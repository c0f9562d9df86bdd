import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Forbidden } from "@/components/auth/forbidden";
import { IdentitiesView } from "@/components/identities/identities-view";
import { identityListParams, readIdentityList } from "@/components/identities/list-state";
import { can } from "@/lib/actor/actor";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { openPage, type PageProps, readEnvironment, toUrlParams } from "@/lib/http/page";
import { identityQueries } from "@/lib/identities/client";
import { listIdentities } from "@/lib/identities/read";
import { identityListQuery } from "@/lib/identities/schema";

export const metadata = { title: "Identities" };

export default async function IdentitiesPage({ params, searchParams }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const person = await requirePerson(environment);
  const listParams = identityListParams(readIdentityList(toUrlParams(await searchParams)));
  const client = getQueryClient();
  const opened = await openPage(person, () =>
    client.query({
      ...identityQueries.list(environment, listParams),
      queryFn: () => listIdentities(person, identityListQuery.parse(listParams)),
    }),
  );
  if (!opened) return <Forbidden title="Identities" environment={environment} />;
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <IdentitiesView
        maySearch={can(person, "pii:mask")}
        mayShareViews={can(person, "views:share")}
        now={Date.now()}
      />
    </HydrationBoundary>
  );
}
