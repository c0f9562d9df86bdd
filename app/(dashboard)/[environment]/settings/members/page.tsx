import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Forbidden } from "@/components/auth/forbidden";
import { SettingsNav } from "@/components/settings/settings-nav";
import { TopBar } from "@/components/shell/top-bar";
import { InvitationsCard } from "@/components/team/invitations-card";
import { MembersCard } from "@/components/team/members-card";
import { RoleMatrix } from "@/components/team/role-matrix";
import { can } from "@/lib/actor/actor";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { openPage, type PageProps, readEnvironment } from "@/lib/http/page";
import { teamQueries } from "@/lib/team/client";
import { listInvitations, listMembers } from "@/lib/team/read";
import { settingsPages } from "../pages";

export const metadata = { title: "Members" };

export default async function MembersPage({ params }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const person = await requirePerson(environment);
  const client = getQueryClient();
  const mayManage = can(person, "members:manage");
  const opened = await openPage(person, async () => {
    await client.query({ ...teamQueries.members(environment), queryFn: () => listMembers(person) });
    if (mayManage)
      await client.query({ ...teamQueries.invitations(environment), queryFn: () => listInvitations(person) });
  });
  if (!opened) return <Forbidden title="Members" environment={environment} />;
  const now = Date.now();
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TopBar title="Members" trail={[{ label: "Settings", href: `/${environment}/settings` }]}>
        {mayManage ? "of live and sandbox" : "read only"}
      </TopBar>
      <SettingsNav environment={environment} current="members" pages={settingsPages(person)} />
      <div className="grid flex-1 content-start gap-4 p-4">
        <MembersCard mayManage={mayManage} ownId={person.member.id} now={now} />
        {mayManage ? <InvitationsCard now={now} /> : null}
        <RoleMatrix />
      </div>
    </HydrationBoundary>
  );
}
