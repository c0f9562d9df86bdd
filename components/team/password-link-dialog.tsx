"use client";

import { useMutation } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { FormDialog } from "@/components/ui/form-dialog";
import { teamActions } from "@/lib/team/client";
import { emptyInput, type TeamMemberDto } from "@/lib/team/schema";
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
  const make = useMutation({ mutationFn: () => teamActions.passwordLink(environment, member.id) });
  const form = useActionForm({ schema: emptyInput, values: {}, send: () => make.mutateAsync() });
  if (make.data)
    return (
      <LinkDialog
        title={`Send this link to ${member.name}`}
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
    />
  );
}
