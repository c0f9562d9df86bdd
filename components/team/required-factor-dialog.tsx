"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { FormDialog } from "@/components/ui/form-dialog";
import { toast } from "@/components/ui/toast";
import type { Role } from "@/lib/actor/permissions";
import { teamActions, teamQueries } from "@/lib/team/client";
import { type RequiredFactorInput, requiredFactorInput } from "@/lib/team/schema";
import { RoleBoxes } from "./role-boxes";

/** Chooses the roles for which sign-in must ask for a second factor. */
export default function RequiredFactorDialog({
  roles,
  onClose,
}: {
  roles: readonly Role[];
  onClose: () => void;
}) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (input: RequiredFactorInput) => teamActions.requireFactor(environment, input),
    onSuccess: () => {
      toast({ tone: "success", title: "Requirement saved" });
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: teamQueries.all(environment) }),
  });
  const form = useActionForm({
    schema: requiredFactorInput,
    values: { roles: [...roles] as string[] },
    send: (input) => save.mutateAsync(input),
  });
  const { error, ...input } = form.field("roles");
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title="Require a second factor"
      description="A member with one of these roles and neither an authenticator app nor a passkey can, from the next click, only set one up. Streams and downloads of theirs end."
      submit="Save"
    >
      <RoleBoxes input={input} error={error} />
    </FormDialog>
  );
}
