"use client";

import { useActionForm } from "@/components/shell/use-action-form";
import { FormDialog } from "@/components/ui/form-dialog";
import { TextArea, TextField } from "@/components/ui/text-field";
import { authorizeInput, type RequestDto } from "@/lib/requests/schema";
import { useRequestAction } from "./use-request-action";

type AuthorizeDialogProps = { request: RequestDto; onClose: () => void };

const descriptions = {
  agent:
    "Name the permission that the person gave, such as a power of attorney. Under the CCPA it is signed, and you may ask the person to confirm it to you (11 CCR § 7063).",
  parent:
    "Name the document that shows the parental responsibility or guardianship. Consider whether the child can decide alone.",
};

/** Records what proved that an agent or a parent may ask, and when it was seen. */
export default function AuthorizeDialog({ request, onClose }: AuthorizeDialogProps) {
  const act = useRequestAction(request.id, onClose);
  const form = useActionForm({
    schema: authorizeInput,
    values: { proof: "", seenOn: "" },
    draft: `${request.id}/authority`,
    send: (body) => act.mutateAsync({ action: "authorize", body, said: "Authority verified" }),
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title="Verify authority"
      description={descriptions[request.agent?.role ?? "agent"]}
      submit="Mark as verified"
    >
      <TextArea label="Proof" {...form.field("proof", "Enter the proof.")} data-autofocus="" />
      <TextField label="Seen on" type="date" {...form.field("seenOn", "Enter the day.")} />
    </FormDialog>
  );
}
