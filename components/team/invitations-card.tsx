"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf, toastProblem } from "@/components/shell/problem";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/error-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { Table } from "@/components/ui/table";
import { toast } from "@/components/ui/toast";
import { teamActions, teamQueries } from "@/lib/team/client";
import type { InvitationDto } from "@/lib/team/schema";
import { MailState } from "./mail-state";
import { rolesInWords } from "./role-words";

/** Lists invitations that can still be accepted. Revoking needs no confirmation: a new one is made as easily. */
export function InvitationsCard({ now }: { now: number }) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const { data, error, refetch } = useQuery({
    ...teamQueries.invitations(environment),
    // A mail that waits changes soon.
    refetchInterval: ({ state }) =>
      state.data?.data.some(({ mail }) => mail?.state === "waiting") ? 3000 : false,
  });
  const revoke = useMutation({
    mutationFn: ({ id }: InvitationDto) => teamActions.revoke(environment, id),
    onSuccess: () =>
      toast({ tone: "success", title: "Invitation revoked", detail: "Its link is invalid now." }),
    onError: (thrown) => toastProblem("The invitation was not revoked", thrown),
    onSettled: () => client.invalidateQueries({ queryKey: teamQueries.all(environment) }),
  });
  return (
    <Card title="Open invitations" flush>
      {error && !data ? (
        <ErrorState title="Invitations could not be loaded" {...problemOf(error)} onRetry={() => refetch()} />
      ) : null}
      {data?.data.length === 0 ? <p className="p-3 text-ink-muted">No invitation is open.</p> : null}
      {data && data.data.length > 0 ? (
        <Table
          caption="Invitations that can still be accepted"
          columns={[
            { key: "roles", header: "Roles" },
            { key: "by", header: "Invited by" },
            { key: "made", header: "Invited" },
            { key: "until", header: "Expires" },
            ...(data.sendsMail ? [{ key: "mail", header: "Mail" }] : []),
            { key: "revoke", header: <span className="sr-only">Actions</span>, width: "6rem" },
          ]}
          rows={data.data.map((invitation) => ({
            id: invitation.id,
            cells: {
              roles: rolesInWords(invitation.roles),
              by: invitation.invitedBy,
              made: <RelativeTime at={invitation.createdAt} now={now} />,
              until: <RelativeTime at={invitation.expiresAt} now={now} />,
              mail: invitation.mail ? <MailState mail={invitation.mail} /> : "Not sent by mail",
              revoke: (
                <Button
                  size="sm"
                  aria-label={`Revoke the invitation for ${rolesInWords(invitation.roles)}`}
                  pending={revoke.isPending && revoke.variables.id === invitation.id}
                  onClick={() => revoke.mutate(invitation)}
                >
                  Revoke
                </Button>
              ),
            },
          }))}
        />
      ) : null}
      {data || error ? null : <Skeleton className="m-3 h-16" />}
    </Card>
  );
}
