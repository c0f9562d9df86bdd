import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Forbidden } from "@/components/auth/forbidden";
import { InvolvementView } from "@/components/quality/involvement-view";
import { can } from "@/lib/actor/actor";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { openPage, type PageProps, readEnvironment, readParam } from "@/lib/http/page";
import { involvementQueries } from "@/lib/involvement/client";
import { getInvolvement } from "@/lib/involvement/read";
import { involvementQuery } from "@/lib/involvement/schema";

export const metadata = { title: "Human involvement" };

export default async function InvolvementPage({ params, searchParams }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const given = await searchParams;
  const person = await requirePerson(environment);
  const days = { from: readParam(given, "from") || undefined, to: readParam(given, "to") || undefined };
  // Days that are not valid are ignored.
  const query = involvementQuery.safeParse(days).data ?? {};
  const client = getQueryClient();
  const opened = await openPage(person, () =>
    client.query({
      ...involvementQueries.figures(environment, query),
      queryFn: () => getInvolvement(person, query),
    }),
  );
  if (!opened) return <Forbidden title="Human involvement" environment={environment} />;
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <InvolvementView
        query={query}
        mayReadLooks={can(person, "quality:read")}
        mayOpen={can(person, "documents:view")}
      />
    </HydrationBoundary>
  );
}
