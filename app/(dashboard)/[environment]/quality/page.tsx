import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { redirect } from "next/navigation";
import { Forbidden } from "@/components/auth/forbidden";
import { QualityView } from "@/components/quality/quality-view";
import { can } from "@/lib/actor/actor";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { openPage, type PageProps, readEnvironment, readParam } from "@/lib/http/page";
import { qualityQueries } from "@/lib/quality/client";
import { getQuality } from "@/lib/quality/read";
import { qualityQuery } from "@/lib/quality/schema";

export const metadata = { title: "Quality" };

export default async function QualityPage({ params, searchParams }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const given = await searchParams;
  const person = await requirePerson(environment);
  if (!can(person, "quality:read") && can(person, "involvement:read"))
    redirect(`/${environment}/quality/involvement`);
  const days = { from: readParam(given, "from"), to: readParam(given, "to") };
  // Days that are not valid are ignored.
  const query = qualityQuery.safeParse(days).data ?? {};
  const client = getQueryClient();
  const opened = await openPage(person, () =>
    client.query({
      ...qualityQueries.figures(environment, query),
      queryFn: () => getQuality(person, query),
    }),
  );
  if (!opened) return <Forbidden title="Quality" environment={environment} />;
  const may = {
    look: can(person, "quality:look"),
    readAll: can(person, "quality:read-all"),
    readNotes: can(person, "pii:mask"),
    readSettings: can(person, "settings:read"),
    readInvolvement: can(person, "involvement:read"),
  };
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <QualityView query={query} may={may} />
    </HydrationBoundary>
  );
}
