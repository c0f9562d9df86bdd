"use client";

import { useActionForm } from "@/components/shell/use-action-form";
import { useSecretAction } from "@/components/shell/use-secret-action";
import { FormDialog } from "@/components/ui/form-dialog";
import { TextField } from "@/components/ui/text-field";
import { apiKeyActions, apiKeyQueries } from "@/lib/api-keys/client";
import { type ApiKeyDto, type CloneInput, cloneInput } from "@/lib/api-keys/schema";
import { nameOf } from "./key-words";
import { KeySecretDialog } from "./secret-dialog";

/** Creates a key like another, so that a program can change to it before the old key is revoked. */
export default function CloneDialog({ apiKey, onClose }: { apiKey: ApiKeyDto; onClose: () => void }) {
  const clone = useSecretAction(apiKeyQueries.all, (environment, input: CloneInput) =>
    apiKeyActions.clone(environment, apiKey.id, input),
  );
  const form = useActionForm({
    schema: cloneInput,
    values: { label: apiKey.label ?? "" },
    send: (input) => clone.mutateAsync(input),
  });
  if (clone.data) return <KeySecretDialog made={clone.data} onClose={onClose} />;
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title={`Clone ${nameOf(apiKey)}?`}
      description="The new key has the same scopes, addresses and expiry, and a secret of its own. The old key works until you revoke it."
      submit="Clone"
    >
      <TextField label="Label of the new key" {...form.field("label")} data-autofocus="" />
    </FormDialog>
  );
}
