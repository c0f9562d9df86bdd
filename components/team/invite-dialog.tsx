"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { Button } from "@/components/ui/button";
import { CopyField } from "@/components/ui/copy-field";
import { Dialog } from "@/components/ui/dialog";
import { FormDialog } from "@/components/ui/form-dialog";
import { exactUtc } from "@/lib/format/date";
import { teamActions, teamQueries } from "@/lib/team/client";
import { type NewInvitationDto, type RolesInput, rolesInput } from "@/lib/team/schema";
import { RoleBoxes } from "./role-boxes";

/** Shows the link, which cannot be shown again. */
function LinkDialog({ made, onClose }: { made: NewInvitationDto; onClose: () => void }) {
  return (
    <Dialog
      open
      onClose={onClose}
      size="md"
      title="Send this link to your colleague"
      description={`It creates one account, once, until ${exactUtc(made.expiresAt)}. It is not stored and cannot be shown again.`}
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <CopyField label="Invitation link" value={made.url} />
    </Dialog>
  );
}

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
  if (invite.data) return <LinkDialog made={invite.data} onClose={onClose} />;
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
