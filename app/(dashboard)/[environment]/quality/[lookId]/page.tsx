import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Forbidden } from "@/components/auth/forbidden";
import { LookView } from "@/components/quality/look-view";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { openPage, type PageProps, readEnvironment, readSegment } from "@/lib/http/page";
import { qualityQueries } from "@/lib/quality/client";
import { getLook } from "@/lib/quality/read";

export const metadata = { title: "Second look" };

export default async function LookPage({ params }: PageProps<{ lookId: string }>) {
  const given = await params;
  const environment = readEnvironment(given.environment);
  const lookId = readSegment(given.lookId);
  const person = await requirePerson(environment);
  const client = getQueryClient();
  const opened = await openPage(person, () =>
    client.query({
      ...qualityQueries.look(environment, lookId),
      queryFn: () => getLook(person, { lookId }),
    }),
  );
  if (!opened) return <Forbidden title="Second look" environment={environment} />;
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <LookView lookId={lookId} />
    </HydrationBoundary>
  );
}
