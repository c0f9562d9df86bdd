"use client";

import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { FormDialog } from "@/components/ui/form-dialog";
import { apiKeyActions } from "@/lib/api-keys/client";
import { apiKeyInput, defaultScopes } from "@/lib/api-keys/schema";
import { inputOf, type KeyDraft } from "./key-draft";
import { KeyFields } from "./key-fields";
import { SecretDialog } from "./secret-dialog";
import { useKeyAction } from "./use-key-action";

const blank: KeyDraft = {
  label: "",
  note: "",
  scopes: [...defaultScopes],
  allowedIps: "",
  expiresAt: "",
  defaultKeyInflection: "snake",
};

/** Creates a key: choose what it may do, then store its secret. */
export default function CreateDialog({ onClose }: { onClose: () => void }) {
  const environment = useEnvironment();
  const create = useKeyAction(apiKeyActions.create);
  const form = useActionForm({
    schema: apiKeyInput,
    values: blank,
    toInput: (draft) => inputOf(draft),
    send: (input) => create.mutateAsync(input),
  });
  if (create.data) return <SecretDialog made={create.data} onClose={onClose} />;
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      size="lg"
      title="Create an API key"
      description={`The key belongs to ${environment}. It cannot read or change anything in ${environment === "live" ? "sandbox" : "live"}.`}
      submit="Create key"
    >
      <KeyFields form={form} />
    </FormDialog>
  );
}
