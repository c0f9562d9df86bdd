"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus, Trash2, UserCog } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
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
const RemoveDialog = dynamic(() => import("./remove-dialog").catch(missingDialog), { ssr: false });

type Asked = { what: "invite" } | { what: "roles" | "remove"; member: TeamMemberDto };

type MembersTableProps = {
  members: readonly TeamMemberDto[];
  ownId: string;
  now: number;
  onAsk?: (asked: Asked) => void;
};

function MembersTable({ members, ownId, now, onAsk }: MembersTableProps) {
  const actions = (member: TeamMemberDto) => (
    <span className="flex justify-end gap-1">
      <IconButton
        size="sm"
        label={`Change the roles of ${member.name}`}
        onClick={() => onAsk?.({ what: "roles", member })}
      >
        <UserCog aria-hidden />
      </IconButton>
      {member.id === ownId ? null : (
        <IconButton
          size="sm"
          label={`Remove ${member.name}`}
          onClick={() => onAsk?.({ what: "remove", member })}
        >
          <Trash2 aria-hidden />
        </IconButton>
      )}
    </span>
  );
  return (
    <Table
      caption="Members of the organization"
      columns={[
        { key: "name", header: "Member" },
        { key: "roles", header: "Roles" },
        { key: "claimed", header: "Open cases", align: "right" },
        { key: "seen", header: "Last seen" },
        { key: "joined", header: "Joined" },
        ...(onAsk
          ? [{ key: "actions", header: <span className="sr-only">Actions</span>, width: "5rem" }]
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
          claimed: member.claimed,
          seen: member.lastSeenAt ? (
            <RelativeTime at={member.lastSeenAt} now={now} />
          ) : (
            "no sign-in on record"
          ),
          joined: <RelativeTime at={member.joinedAt} now={now} />,
          actions: actions(member),
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
        mayManage ? (
          <Button size="sm" icon={<Plus aria-hidden />} onClick={() => setAsked({ what: "invite" })}>
            Invite a colleague
          </Button>
        ) : null
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
      {asked?.what === "remove" ? <RemoveDialog member={asked.member} onClose={close} /> : null}
    </Card>
  );
}
