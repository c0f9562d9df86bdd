"use client";

import { useActionForm } from "@/components/shell/use-action-form";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { TextArea } from "@/components/ui/text-field";
import { concludeInput, type RequestDto, requestOutcomes } from "@/lib/requests/schema";
import { useRequestAction } from "./use-request-action";
import { outcomeNames } from "./words";

type ConcludeDialogProps = { request: RequestDto; onClose: () => void };

const descriptions = {
  objection:
    "Upheld: the processing ends, and the data is then erased (Art. 17(1)(c)). Not upheld: compelling legitimate grounds override the interests of the person, or the data serves legal claims (Art. 21(1)); the restriction is then lifted.",
  complaint: "State what you found and what you did about it. Then tell the requester the outcome.",
};

/** Records the conclusion about an objection or a complaint. */
export default function ConcludeDialog({ request, onClose }: ConcludeDialogProps) {
  const act = useRequestAction(request.id, onClose);
  const isObjection = request.kind === "objection";
  const outcomes = requestOutcomes.filter((value) => !(isObjection && value === "partly_upheld"));
  const form = useActionForm({
    schema: concludeInput,
    values: { outcome: "upheld", reason: "" },
    draft: `${request.id}/conclusion`,
    send: (body) => act.mutateAsync({ action: "conclude", body, said: "Conclusion recorded" }),
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title="Record conclusion"
      description={`${descriptions[isObjection ? "objection" : "complaint"]} This cannot be undone.`}
      submit="Record conclusion"
    >
      <Select
        label="Outcome"
        {...form.field("outcome")}
        data-autofocus=""
        options={outcomes.map((value) => ({ value, label: outcomeNames[value] }))}
      />
      <TextArea label="Reason" {...form.field("reason", "Enter a reason.")} />
    </FormDialog>
  );
}
