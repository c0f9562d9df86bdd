import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Forbidden } from "@/components/auth/forbidden";
import { RedactionsView } from "@/components/redactions/redactions-view";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { openPage, type PageProps, readEnvironment } from "@/lib/http/page";
import { redactionQueries } from "@/lib/redactions/client";
import { listRedactions } from "@/lib/redactions/read";

export const metadata = { title: "Redactions" };

export default async function RedactionsPage({ params }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const person = await requirePerson(environment);
  const client = getQueryClient();
  const opened = await openPage(person, () =>
    client.query({ ...redactionQueries.list(environment), queryFn: () => listRedactions(person) }),
  );
  if (!opened) return <Forbidden title="Redactions" environment={environment} />;
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <RedactionsView now={Date.now()} />
    </HydrationBoundary>
  );
}
