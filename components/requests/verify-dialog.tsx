"use client";

import { useActionForm } from "@/components/shell/use-action-form";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { verificationMethods, verifyInput } from "@/lib/requests/schema";
import { useRequestAction } from "./use-request-action";
import { methodNames } from "./words";

type VerifyDialogProps = { requestId: string; onClose: () => void };

/** Asks how the requester's identity was verified. No search runs for an unknown person. */
export default function VerifyDialog({ requestId, onClose }: VerifyDialogProps) {
  const act = useRequestAction(requestId, onClose);
  const form = useActionForm({
    schema: verifyInput,
    values: { how: "code_to_known_address" },
    send: (body) => act.mutateAsync({ action: "verify", body, said: "Requester verified" }),
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title="Confirm identity"
      description="Ask only for the data you need to confirm the identity. If the clock is paused for proof of identity, that pause ends."
      submit="Mark as verified"
    >
      <Select
        label="Method"
        {...form.field("how")}
        data-autofocus=""
        options={verificationMethods.map((value) => ({ value, label: methodNames[value] }))}
      />
    </FormDialog>
  );
}
