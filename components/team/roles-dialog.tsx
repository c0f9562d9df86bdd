"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { FormDialog } from "@/components/ui/form-dialog";
import { toast } from "@/components/ui/toast";
import { teamActions, teamQueries } from "@/lib/team/client";
import { type RolesInput, rolesInput, type TeamMemberDto } from "@/lib/team/schema";
import { RoleBoxes } from "./role-boxes";
import { rolesInWords } from "./role-words";

/** Changes the roles of a member. */
export default function RolesDialog({ member, onClose }: { member: TeamMemberDto; onClose: () => void }) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (input: RolesInput) => teamActions.changeRoles(environment, member.id, input),
    onSuccess: ({ name, roles }) => {
      toast({ tone: "success", title: `Roles of ${name} saved`, detail: rolesInWords(roles) });
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: teamQueries.all(environment) }),
  });
  const form = useActionForm({
    schema: rolesInput,
    values: { roles: member.roles as string[] },
    send: (input) => save.mutateAsync(input),
  });
  const { error, ...input } = form.field("roles", "Choose at least one role.");
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title={`Roles of ${member.name}`}
      description="New roles apply from the next click. Cases that the member may no longer work return to the queue."
      submit="Save"
    >
      <RoleBoxes input={input} error={error} />
    </FormDialog>
  );
}
