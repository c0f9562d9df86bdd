"use client";

import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus, ShieldOff, Trash2, UserCog } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { ExportCsv } from "@/components/shell/export-csv";
import { problemOf } from "@/components/shell/problem";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/error-state";
import { IconButton } from "@/components/ui/icon-button";
import { missingDialog } from "@/components/ui/missing-part";
import { Pill } from "@/components/ui/pill";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { Table } from "@/components/ui/table";
import { teamQueries } from "@/lib/team/client";
import type { TeamMemberDto } from "@/lib/team/schema";
import { rolesInWords } from "./role-words";

const InviteDialog = dynamic(() => import("./invite-dialog").catch(missingDialog), { ssr: false });
const RolesDialog = dynamic(() => import("./roles-dialog").catch(missingDialog), { ssr: false });
const PasswordLinkDialog = dynamic(() => import("./password-link-dialog").catch(missingDialog), {
  ssr: false,
});
const SecondFactorDialog = dynamic(() => import("./second-factor-dialog").catch(missingDialog), {
  ssr: false,
});
const RemoveDialog = dynamic(() => import("./remove-dialog").catch(missingDialog), { ssr: false });

type Asked = { what: "invite" } | { what: "roles" | "password" | "factor" | "remove"; member: TeamMemberDto };

type MembersTableProps = {
  members: readonly TeamMemberDto[];
  ownId: string;
  now: number;
  onAsk?: (asked: Asked) => void;
};

type ActionsProps = { member: TeamMemberDto; isOwn: boolean; onAsk: (asked: Asked) => void };

function MemberActions({ member, isOwn, onAsk }: ActionsProps) {
  const others = [
    { what: "password", label: `Make a password link for ${member.name}`, icon: <KeyRound aria-hidden /> },
    ...(member.secondFactor
      ? ([
          {
            what: "factor",
            label: `Remove the second factor of ${member.name}`,
            icon: <ShieldOff aria-hidden />,
          },
        ] as const)
      : []),
    { what: "remove", label: `Remove ${member.name}`, icon: <Trash2 aria-hidden /> },
  ] as const;
  const own = {
    what: "roles",
    label: `Change the roles of ${member.name}`,
    icon: <UserCog aria-hidden />,
  } as const;
  return (
    <span className="flex justify-end gap-1">
      {[own, ...(isOwn ? [] : others)].map(({ what, label, icon }) => (
        <IconButton key={what} size="sm" label={label} onClick={() => onAsk({ what, member })}>
          {icon}
        </IconButton>
      ))}
    </span>
  );
}

function MembersTable({ members, ownId, now, onAsk }: MembersTableProps) {
  return (
    <Table
      caption="Members of the organization"
      columns={[
        { key: "name", header: "Member" },
        { key: "roles", header: "Roles" },
        { key: "factor", header: "Second factor" },
        { key: "claimed", header: "Open cases", align: "right" },
        { key: "seen", header: "Last seen" },
        { key: "joined", header: "Joined" },
        ...(onAsk
          ? [{ key: "actions", header: <span className="sr-only">Actions</span>, width: "9rem" }]
          : []),
      ]}
      rows={members.map((member) => ({
        id: member.id,
        cells: {
          name: (
            <span className="wrap-anywhere">
              {member.name} {member.id === ownId ? <Pill tone="muted">you</Pill> : null}
              <span className="block text-sm text-ink-muted">{member.email}</span>
            </span>
          ),
          roles: rolesInWords(member.roles),
          factor: member.secondFactor ? (
            <Pill tone="good">on</Pill>
          ) : (
            <span className="text-ink-muted">off</span>
          ),
          claimed: member.claimed,
          seen: member.lastSeenAt ? (
            <RelativeTime at={member.lastSeenAt} now={now} />
          ) : (
            "no sign-in on record"
          ),
          joined: <RelativeTime at={member.joinedAt} now={now} />,
          actions: onAsk ? <MemberActions member={member} isOwn={member.id === ownId} onAsk={onAsk} /> : null,
        },
      }))}
    />
  );
}

/** Lists members. Admins invite, change roles and remove. */
export function MembersCard(props: { mayManage: boolean; ownId: string; now: number }) {
  const { mayManage, ownId, now } = props;
  const environment = useEnvironment();
  const { data, error, refetch } = useQuery(teamQueries.members(environment));
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  return (
    <Card
      title="Members"
      flush
      aside={
        <span className="flex items-center gap-1">
          <ExportCsv path="/members" name="members" />
          {mayManage ? (
            <Button size="sm" icon={<Plus aria-hidden />} onClick={() => setAsked({ what: "invite" })}>
              Invite a colleague
            </Button>
          ) : null}
        </span>
      }
    >
      {data ? (
        <MembersTable members={data.data} ownId={ownId} now={now} onAsk={mayManage ? setAsked : undefined} />
      ) : error ? (
        <ErrorState title="Members could not be loaded" {...problemOf(error)} onRetry={() => refetch()} />
      ) : (
        <Skeleton className="m-3 h-40" />
      )}
      {asked?.what === "invite" ? <InviteDialog onClose={close} /> : null}
      {asked?.what === "roles" ? <RolesDialog member={asked.member} onClose={close} /> : null}
      {asked?.what === "password" ? <PasswordLinkDialog member={asked.member} onClose={close} /> : null}
      {asked?.what === "factor" ? <SecondFactorDialog member={asked.member} onClose={close} /> : null}
      {asked?.what === "remove" ? <RemoveDialog member={asked.member} onClose={close} /> : null}
    </Card>
  );
}
