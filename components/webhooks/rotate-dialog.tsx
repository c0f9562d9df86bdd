"use client";

import { useActionForm } from "@/components/shell/use-action-form";
import { useSecretAction } from "@/components/shell/use-secret-action";
import { FormDialog } from "@/components/ui/form-dialog";
import { webhookActions, webhookQueries } from "@/lib/webhooks/client";
import { type EndpointDto, emptyInput } from "@/lib/webhooks/schema";
import { nameOf } from "./endpoint-draft";
import { EndpointSecretDialog } from "./secret-dialog";

type RotateDialogProps = { endpoint: EndpointDto; onClose: () => void };

/** Asks before a secret is replaced, then shows the new one. */
export default function RotateDialog({ endpoint, onClose }: RotateDialogProps) {
  const rotate = useSecretAction(webhookQueries.all, (environment) =>
    webhookActions.rotate(environment, endpoint.id),
  );
  const form = useActionForm({ schema: emptyInput, values: {}, send: () => rotate.mutateAsync(undefined) });
  if (rotate.data) return <EndpointSecretDialog made={rotate.data} onClose={onClose} />;
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      danger
      title={`Rotate the secret of ${nameOf(endpoint)}?`}
      description="The next delivery is signed with a new secret. The receiver refuses it until it knows the new secret; refused deliveries are tried again."
      submit="Rotate secret"
    />
  );
}
