"use client";

import { useActionForm } from "@/components/shell/use-action-form";
import { useSecretAction } from "@/components/shell/use-secret-action";
import { FormDialog } from "@/components/ui/form-dialog";
import { toast } from "@/components/ui/toast";
import { webhookActions, webhookQueries } from "@/lib/webhooks/client";
import { type EndpointChanges, type EndpointDto, endpointChanges } from "@/lib/webhooks/schema";
import { draftOf, inputOf, nameOf } from "./endpoint-draft";
import { EndpointFields } from "./endpoint-fields";

type EditDialogProps = { endpoint: EndpointDto; onClose: () => void };

/** Changes an endpoint. Its secret stays. */
export default function EditDialog({ endpoint, onClose }: EditDialogProps) {
  const save = useSecretAction(
    webhookQueries.all,
    (environment, input: EndpointChanges) => webhookActions.update(environment, endpoint.id, input),
    (after) => {
      toast({ tone: "success", title: `${nameOf(after)} saved` });
      onClose();
    },
  );
  const form = useActionForm({
    schema: endpointChanges,
    values: draftOf(endpoint),
    toInput: inputOf,
    send: (input) => save.mutateAsync(input),
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      size="lg"
      title={`Change ${nameOf(endpoint)}`}
      description="The secret stays. Deliveries that wait are sent to the new URL."
      submit="Save"
    >
      <EndpointFields form={form} />
    </FormDialog>
  );
}
