"use client";

import { useActionForm } from "@/components/shell/use-action-form";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { TextArea, TextField } from "@/components/ui/text-field";
import { recipientInput, recipientOutcomes } from "@/lib/requests/schema";
import { useRequestAction } from "./use-request-action";
import { recipientOutcomeNames } from "./words";

type RecipientDialogProps = { requestId: string; name: string; onClose: () => void };

/** Records that a recipient was told, or why it was not. Without a name, the member names another recipient. */
export default function RecipientDialog({ requestId, name, onClose }: RecipientDialogProps) {
  const act = useRequestAction(requestId, onClose);
  const form = useActionForm({
    schema: recipientInput,
    values: { name, outcome: "told", toldOn: "", means: "", reason: "" },
    draft: `${requestId}/recipient/${name}`,
    toInput: ({ toldOn, means, reason, ...given }) =>
      given.outcome === "told" ? { ...given, toldOn, means } : { ...given, reason },
    send: (body) => act.mutateAsync({ action: "recipients", body, said: "Recipient recorded" }),
  });
  const isTold = form.watch("outcome") === "told";
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title={name ? `Record for ${name}` : "Add recipient"}
      description="State whether you told this recipient what was corrected, erased or restricted. Countersign does not tell it. That it was told cannot be undone."
      submit="Save"
    >
      {name ? null : (
        <TextField
          label="Recipient"
          {...form.field("name", "Enter the recipient.")}
          hint="Name an organization, not a person."
          data-autofocus=""
        />
      )}
      <Select
        label="Outcome"
        {...form.field("outcome")}
        {...(name && { "data-autofocus": "" })}
        options={recipientOutcomes.map((value) => ({ value, label: recipientOutcomeNames[value] }))}
      />
      {isTold ? (
        <>
          <TextField label="Told on" type="date" {...form.field("toldOn", "Enter the day.")} />
          <TextField
            label="Told by"
            {...form.field("means", "Enter how you told the recipient.")}
            hint="Such as an e-mail to their privacy contact, with its reference."
          />
        </>
      ) : (
        <TextArea label="Reason" {...form.field("reason", "Enter a reason.")} />
      )}
    </FormDialog>
  );
}
