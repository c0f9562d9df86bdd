import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Forbidden } from "@/components/auth/forbidden";
import { IdentityView } from "@/components/identities/identity-view";
import { can } from "@/lib/actor/actor";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { openPage, type PageProps, readEnvironment, readSegment } from "@/lib/http/page";
import { identityPageSize, identityQueries } from "@/lib/identities/client";
import { getIdentity, listIdentitySessions } from "@/lib/identities/read";

export const metadata = { title: "Identity" };

export default async function IdentityPage({ params }: PageProps<{ identityId: string }>) {
  const given = await params;
  const environment = readEnvironment(given.environment);
  const identityId = readSegment(given.identityId);
  const person = await requirePerson(environment);
  const client = getQueryClient();
  const opened = await openPage(person, async () => {
    const identity = await client.query({
      ...identityQueries.one(environment, identityId),
      queryFn: () => getIdentity(person, { identityId }),
    });
    await client.query({
      ...identityQueries.sessions(environment, identity.id, 0),
      queryFn: () =>
        listIdentitySessions(person, { identityId: identity.id, limit: identityPageSize, offset: 0 }),
    });
  });
  if (!opened) return <Forbidden title="Identity" environment={environment} />;
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <IdentityView
        identityId={identityId}
        may={{
          export: can(person, "identities:export"),
          redact: can(person, "identities:redact"),
          links: can(person, "pii:mask"),
          flag: can(person, "identities:flag"),
          merge: can(person, "identities:merge"),
          holds: can(person, "requests:read"),
          log: can(person, "audit:read"),
        }}
        now={Date.now()}
      />
    </HydrationBoundary>
  );
}
