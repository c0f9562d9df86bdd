"use client";

import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { useSecretAction } from "@/components/shell/use-secret-action";
import { FormDialog } from "@/components/ui/form-dialog";
import { webhookActions, webhookQueries } from "@/lib/webhooks/client";
import { endpointInput } from "@/lib/webhooks/schema";
import { blankEndpoint, inputOf } from "./endpoint-draft";
import { EndpointFields } from "./endpoint-fields";
import { EndpointSecretDialog } from "./secret-dialog";

/** Creates an endpoint: enter its URL, then store its secret. */
export default function CreateDialog({ onClose }: { onClose: () => void }) {
  const environment = useEnvironment();
  const create = useSecretAction(webhookQueries.all, webhookActions.create);
  const form = useActionForm({
    schema: endpointInput,
    values: blankEndpoint,
    toInput: inputOf,
    send: (input) => create.mutateAsync(input),
  });
  if (create.data) return <EndpointSecretDialog made={create.data} onClose={onClose} />;
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      size="lg"
      title="Create a webhook endpoint"
      description={`It receives events of ${environment} from now on.`}
      submit="Create endpoint"
    >
      <EndpointFields form={form} />
    </FormDialog>
  );
}
