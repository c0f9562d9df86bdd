import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Forbidden } from "@/components/auth/forbidden";
import { RedactionView } from "@/components/redactions/redaction-view";
import { can } from "@/lib/actor/actor";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { openPage, type PageProps, readEnvironment, readSegment } from "@/lib/http/page";
import { redactionQueries } from "@/lib/redactions/client";
import { getRedaction } from "@/lib/redactions/read";

export const metadata = { title: "Redaction" };

export default async function RedactionPage({ params }: PageProps<{ redactionId: string }>) {
  const given = await params;
  const environment = readEnvironment(given.environment);
  const redactionId = readSegment(given.redactionId);
  const person = await requirePerson(environment);
  const client = getQueryClient();
  const opened = await openPage(person, () =>
    client.query({
      ...redactionQueries.one(environment, redactionId),
      queryFn: () => getRedaction(person, { redactionId }),
    }),
  );
  if (!opened) return <Forbidden title="Redaction" environment={environment} />;
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <RedactionView redactionId={redactionId} mayAct={can(person, "privacy:redact")} />
    </HydrationBoundary>
  );
}
