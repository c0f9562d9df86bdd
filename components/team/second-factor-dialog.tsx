"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { announce } from "@/components/ui/announce";
import { FormDialog } from "@/components/ui/form-dialog";
import { toast } from "@/components/ui/toast";
import { teamActions, teamQueries } from "@/lib/team/client";
import { emptyInput, type TeamMemberDto } from "@/lib/team/schema";

/** Asks before the second factor of a member is removed. */
export default function SecondFactorDialog({
  member,
  onClose,
}: {
  member: TeamMemberDto;
  onClose: () => void;
}) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => teamActions.removeSecondFactor(environment, member.id),
    onSuccess: () => {
      toast({ tone: "success", title: `Second factor of ${member.name} removed` });
      announce(`Second factor of ${member.name} removed`);
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: teamQueries.all(environment) }),
  });
  const form = useActionForm({ schema: emptyInput, values: {}, send: () => remove.mutateAsync() });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      danger
      title={`Remove the second factor of ${member.name}?`}
      description="This removes the authenticator app, all passkeys and the recovery codes. Do it for a member who has lost them, and be sure who asks. Sign-in then asks only for the password."
      submit="Remove second factor"
    />
  );
}
