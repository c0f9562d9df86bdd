"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { FormDialog } from "@/components/ui/form-dialog";
import { TextField } from "@/components/ui/text-field";
import { teamActions, teamQueries } from "@/lib/team/client";
import { type InviteInput, inviteInput } from "@/lib/team/schema";
import { LinkDialog } from "./link-dialog";
import { RoleBoxes } from "./role-boxes";

/** Invites a colleague: choose roles, then copy the link. */
export default function InviteDialog({ onClose }: { onClose: () => void }) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const invite = useMutation({
    mutationFn: (input: InviteInput) => teamActions.invite(environment, input),
    onSettled: () => client.invalidateQueries({ queryKey: teamQueries.all(environment) }),
  });
  const { data: invitations } = useQuery(teamQueries.invitations(environment));
  const sendsMail = invitations?.sendsMail === true;
  const form = useActionForm({
    schema: inviteInput,
    values: { roles: ["reviewer"] as string[], email: "" },
    send: (input) => invite.mutateAsync(input),
  });
  const { error, ...input } = form.field("roles", "Choose at least one role.");
  if (invite.data)
    return (
      <LinkDialog
        title={invite.data.mail ? "The invitation is on its way" : "Send this link to your colleague"}
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
      description={
        sendsMail
          ? "Your colleague opens the link and enters a name, an e-mail address and a password. Without an address here, you send the link yourself."
          : "You get a link to send. Your colleague opens it and enters a name, an e-mail address and a password."
      }
      submit="Create link"
    >
      {sendsMail ? (
        <TextField
          label="E-mail address"
          type="email"
          autoComplete="off"
          hint="The link is sent there. Leave it empty to send the link yourself."
          {...form.field("email")}
          required={false}
        />
      ) : null}
      <RoleBoxes input={input} error={error} />
    </FormDialog>
  );
}
