import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Forbidden } from "@/components/auth/forbidden";
import { SettingsNav } from "@/components/settings/settings-nav";
import { TopBar } from "@/components/shell/top-bar";
import { RequiredFactorCard } from "@/components/team/required-factor-card";
import { SignInRulesCard } from "@/components/team/sign-in-rules-card";
import { SignInsCard } from "@/components/team/sign-ins-card";
import { can } from "@/lib/actor/actor";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { openPage, type PageProps, readEnvironment } from "@/lib/http/page";
import { teamQueries } from "@/lib/team/client";
import { listMembers } from "@/lib/team/read";
import { readRequiredFactor } from "@/lib/team/second-factor";
import { listSignIns } from "@/lib/team/sign-ins";
import { settingsPages } from "../pages";

export const metadata = { title: "Security" };

export default async function SecurityPage({ params }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const person = await requirePerson(environment);
  const client = getQueryClient();
  const mayManage = can(person, "members:manage");
  const opened = await openPage(person, async () => {
    await client.query({ ...teamQueries.members(environment), queryFn: () => listMembers(person) });
    await client.query({
      ...teamQueries.requiredFactor(environment),
      queryFn: () => readRequiredFactor(person),
    });
    if (mayManage)
      await client.query({ ...teamQueries.signIns(environment), queryFn: () => listSignIns(person) });
  });
  if (!opened) return <Forbidden title="Security" environment={environment} />;
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TopBar title="Security" trail={[{ label: "Settings", href: `/${environment}/settings` }]}>
        {mayManage ? "of live and sandbox" : "read only"}
      </TopBar>
      <SettingsNav environment={environment} current="security" pages={settingsPages(person)} />
      <div className="grid flex-1 content-start gap-4 p-4 lg:grid-cols-2">
        <RequiredFactorCard mayManage={mayManage} />
        <SignInRulesCard environment={environment} showsProviders={can(person, "single-sign-on:manage")} />
        {mayManage ? <SignInsCard now={Date.now()} /> : null}
      </div>
    </HydrationBoundary>
  );
}
