"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { Checkbox } from "@/components/ui/checkbox";
import { FormDialog } from "@/components/ui/form-dialog";
import { teamActions, teamQueries } from "@/lib/team/client";
import { type PasswordLinkWanted, passwordLinkWanted, type TeamMemberDto } from "@/lib/team/schema";
import { LinkDialog } from "./link-dialog";

/** Makes a link with which a member who has forgotten the password sets a new one. */
export default function PasswordLinkDialog({
  member,
  onClose,
}: {
  member: TeamMemberDto;
  onClose: () => void;
}) {
  const environment = useEnvironment();
  const { data: invitations } = useQuery(teamQueries.invitations(environment));
  const sendsMail = invitations?.sendsMail === true;
  const make = useMutation({
    mutationFn: (input: PasswordLinkWanted) => teamActions.passwordLink(environment, member.id, input),
  });
  const form = useActionForm({
    schema: passwordLinkWanted,
    values: { send: sendsMail },
    send: (input) => make.mutateAsync(input),
  });
  if (make.data)
    return (
      <LinkDialog
        title={
          make.data.mail ? `The link is on its way to ${member.name}` : `Send this link to ${member.name}`
        }
        label="Password link"
        does={`sets a new password for ${member.email}`}
        made={make.data}
        onClose={onClose}
      />
    );
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title={`Make a password link for ${member.name}?`}
      description="The person who opens the link within an hour sets the password of this account, so be sure who asks. Until then the old password works. A link that was made before stops working."
      submit="Make link"
    >
      {sendsMail ? <Checkbox label={`Send it to ${member.email}`} {...form.register("send")} /> : null}
    </FormDialog>
  );
}
