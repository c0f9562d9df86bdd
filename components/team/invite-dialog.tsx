"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { FormDialog } from "@/components/ui/form-dialog";
import { teamActions, teamQueries } from "@/lib/team/client";
import { type RolesInput, rolesInput } from "@/lib/team/schema";
import { LinkDialog } from "./link-dialog";
import { RoleBoxes } from "./role-boxes";

/** Invites a colleague: choose roles, then copy the link. */
export default function InviteDialog({ onClose }: { onClose: () => void }) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const invite = useMutation({
    mutationFn: (input: RolesInput) => teamActions.invite(environment, input),
    onSettled: () => client.invalidateQueries({ queryKey: teamQueries.all(environment) }),
  });
  const form = useActionForm({
    schema: rolesInput,
    values: { roles: ["reviewer"] as string[] },
    send: (input) => invite.mutateAsync(input),
  });
  const { error, ...input } = form.field("roles", "Choose at least one role.");
  if (invite.data)
    return (
      <LinkDialog
        title="Send this link to your colleague"
        label="Invitation link"
        does="creates one account"
        made={invite.data}
        onClose={onClose}
      />
    );
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title="Invite a colleague"
      description="You get a link to send. Your colleague opens it and enters a name, an e-mail address and a password."
      submit="Create link"
    >
      <RoleBoxes input={input} error={error} />
    </FormDialog>
  );
}
