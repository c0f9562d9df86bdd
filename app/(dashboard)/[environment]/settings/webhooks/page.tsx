import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Forbidden } from "@/components/auth/forbidden";
import { SettingsNav } from "@/components/settings/settings-nav";
import { TopBar } from "@/components/shell/top-bar";
import { DeliveriesCard } from "@/components/webhooks/deliveries-card";
import { EndpointsCard } from "@/components/webhooks/endpoints-card";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { openPage, type PageProps, readEnvironment } from "@/lib/http/page";
import { webhookQueries } from "@/lib/webhooks/client";
import { listEndpoints } from "@/lib/webhooks/read";
import { settingsPages } from "../pages";

export const metadata = { title: "Webhooks" };

export default async function WebhooksPage({ params }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const person = await requirePerson(environment);
  const client = getQueryClient();
  const opened = await openPage(person, () =>
    client.query({ ...webhookQueries.endpoints(environment), queryFn: () => listEndpoints(person) }),
  );
  if (!opened) return <Forbidden title="Webhooks" environment={environment} />;
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TopBar title="Webhooks" trail={[{ label: "Settings", href: `/${environment}/settings` }]}>
        {`of ${environment}`}
      </TopBar>
      <SettingsNav environment={environment} current="webhooks" pages={settingsPages(person)} />
      <div className="grid flex-1 content-start gap-4 p-4">
        <EndpointsCard />
        <DeliveriesCard now={Date.now()} />
      </div>
    </HydrationBoundary>
  );
}
