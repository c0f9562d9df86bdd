import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { AccountView } from "@/components/account/account-view";
import { TopBar } from "@/components/shell/top-bar";
import { accountQuery } from "@/lib/account/client";
import { readAccount } from "@/lib/account/read";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { type PageProps, readEnvironment } from "@/lib/http/page";

export const metadata = { title: "My account" };

export default async function AccountPage({ params }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const person = await requirePerson(environment);
  const client = getQueryClient();
  await client.query({ ...accountQuery(environment), queryFn: () => readAccount(person) });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TopBar title="My account">the same in live and sandbox</TopBar>
      <AccountView now={Date.now()} />
    </HydrationBoundary>
  );
}
