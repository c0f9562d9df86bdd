import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { KeysCard } from "@/components/api-keys/keys-card";
import { Forbidden } from "@/components/auth/forbidden";
import { SettingsNav } from "@/components/settings/settings-nav";
import { TopBar } from "@/components/shell/top-bar";
import { apiKeyQueries } from "@/lib/api-keys/client";
import { listApiKeys } from "@/lib/api-keys/read";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { openPage, type PageProps, readEnvironment } from "@/lib/http/page";
import { settingsPages } from "../pages";

export const metadata = { title: "API keys" };

export default async function ApiKeysPage({ params }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const person = await requirePerson(environment);
  const client = getQueryClient();
  const opened = await openPage(person, () =>
    client.query({
      ...apiKeyQueries.list(environment),
      queryFn: () => listApiKeys(person, { limit: 100, offset: 0 }),
    }),
  );
  if (!opened) return <Forbidden title="API keys" environment={environment} />;
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TopBar title="API keys" trail={[{ label: "Settings", href: `/${environment}/settings` }]}>
        {`of ${environment}`}
      </TopBar>
      <SettingsNav environment={environment} current="api-keys" pages={settingsPages(person)} />
      <div className="grid flex-1 content-start gap-4 p-4">
        <KeysCard now={Date.now()} />
      </div>
    </HydrationBoundary>
  );
}
