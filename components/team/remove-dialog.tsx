"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { announce } from "@/components/ui/announce";
import { FormDialog } from "@/components/ui/form-dialog";
import { toast } from "@/components/ui/toast";
import { counted } from "@/lib/format/number";
import { teamActions, teamQueries } from "@/lib/team/client";
import { emptyInput, type TeamMemberDto } from "@/lib/team/schema";

/** Asks before a member is removed. */
export default function RemoveDialog({ member, onClose }: { member: TeamMemberDto; onClose: () => void }) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => teamActions.remove(environment, member.id),
    onSuccess: ({ releasedCases }) => {
      const detail = `${counted(releasedCases, "case")} returned to the queue.`;
      toast({ tone: "success", title: `${member.name} removed`, detail });
      announce(`${member.name} removed`);
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
      title={`Remove ${member.name}?`}
      description={
        <>
          All sign-ins of {member.email} end now.{" "}
          {member.claimed > 0
            ? `${counted(member.claimed, "open case")} of this member ${member.claimed === 1 ? "returns" : "return"} to the queue. `
            : ""}
          Decisions and log entries keep the name. The e-mail address cannot be used for a new account.
        </>
      }
      submit="Remove"
    />
  );
}
