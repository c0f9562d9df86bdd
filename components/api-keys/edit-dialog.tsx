"use client";

import { useActionForm } from "@/components/shell/use-action-form";
import { useSecretAction } from "@/components/shell/use-secret-action";
import { FormDialog } from "@/components/ui/form-dialog";
import { toast } from "@/components/ui/toast";
import { apiKeyActions, apiKeyQueries } from "@/lib/api-keys/client";
import { type ApiKeyChanges, type ApiKeyDto, apiKeyChanges } from "@/lib/api-keys/schema";
import { draftOf, inputOf } from "./key-draft";
import { KeyFields } from "./key-fields";
import { nameOf } from "./key-words";

/** Changes what a key may do. Its secret stays. */
export default function EditDialog({ apiKey, onClose }: { apiKey: ApiKeyDto; onClose: () => void }) {
  const save = useSecretAction(
    apiKeyQueries.all,
    (environment, input: ApiKeyChanges) => apiKeyActions.update(environment, apiKey.id, input),
    (after) => {
      toast({
        tone: "success",
        title: `${nameOf(after)} saved`,
        detail: "The change applies to the next call.",
      });
      onClose();
    },
  );
  const form = useActionForm({
    schema: apiKeyChanges,
    values: draftOf(apiKey),
    toInput: (draft) => inputOf(draft, apiKey.expiresAt),
    send: (input) => save.mutateAsync(input),
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      size="lg"
      title={`Change ${nameOf(apiKey)}`}
      description="The secret stays. A change applies to the next call of the key, and its open streams end."
      submit="Save"
    >
      <KeyFields form={form} type={apiKey.type} />
    </FormDialog>
  );
}
