"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { announce } from "@/components/ui/announce";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { flagIdentity } from "@/lib/identities/client";
import { type FlagReason, flagInput, type IdentityDto } from "@/lib/identities/schema";
import { flagReasonOptions } from "./flag-reasons";

type FlagDialogProps = { identity: IdentityDto; onClose: () => void };

export default function FlagDialog({ identity, onClose }: FlagDialogProps) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const flag = useMutation({
    mutationFn: (input: { reason: FlagReason }) => flagIdentity(environment, identity.id, input),
    onSuccess: () => {
      const detail = "Reviewers see the flag on each case of this identity.";
      toast({ tone: "success", title: "Identity flagged", detail });
      announce(`Identity flagged. ${detail}`);
      onClose();
    },
    // Also after a failure, because another member may have flagged it meanwhile.
    onSettled: () => client.invalidateQueries({ queryKey: [environment, "identities"] }),
  });
  const form = useActionForm({
    schema: flagInput,
    values: { reason: "" as FlagReason | "" },
    send: (input) => flag.mutateAsync(input),
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      size="md"
      title="Flag this identity"
      description="A flag warns everyone who reviews a session of this identity. It decides nothing. Write details in a note of a case."
      submit="Flag identity"
    >
      <Select
        label="Reason"
        options={[{ value: "", label: "Choose a reason" }, ...flagReasonOptions]}
        {...form.field("reason", "Choose a reason.")}
        data-autofocus=""
      />
    </FormDialog>
  );
}
