"use client";

import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { useSecretAction } from "@/components/shell/use-secret-action";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { apiKeyActions, apiKeyQueries } from "@/lib/api-keys/client";
import { apiKeyInput, defaultScopes } from "@/lib/api-keys/schema";
import { inputOf, type KeyDraft } from "./key-draft";
import { KeyFields } from "./key-fields";
import { KeySecretDialog } from "./secret-dialog";

const blank: KeyDraft = {
  type: "secret",
  label: "",
  note: "",
  scopes: [...defaultScopes],
  allowedIps: "",
  allowedOrigins: "",
  expiresAt: "",
  defaultKeyInflection: "snake",
};

const kinds = {
  secret: {
    label: "Secret, for programs on a server",
    hint: "May do what you choose below.",
  },
  publishable: {
    label: "Publishable, for web pages",
    hint: "May only create sessions, 10 times a minute. This version of Countersign has no call that creates sessions, so every call of the key is refused.",
  },
};

/** Creates a key: choose what it may do, then store its secret. */
export default function CreateDialog({ onClose }: { onClose: () => void }) {
  const environment = useEnvironment();
  const create = useSecretAction(apiKeyQueries.all, apiKeyActions.create);
  const form = useActionForm({
    schema: apiKeyInput,
    values: blank,
    toInput: (draft) => ({ ...inputOf(draft), type: draft.type }),
    send: (input) => create.mutateAsync(input),
  });
  if (create.data) return <KeySecretDialog made={create.data} onClose={onClose} />;
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      size="lg"
      title="Create an API key"
      description={`The key belongs to ${environment}. It cannot read or change anything in ${environment === "live" ? "sandbox" : "live"}.`}
      submit="Create key"
    >
      <Select
        label="Kind"
        {...form.field("type")}
        hint={kinds[form.watch("type")].hint}
        options={Object.entries(kinds).map(([value, { label }]) => ({ value, label }))}
      />
      <KeyFields form={form} type={form.watch("type")} />
    </FormDialog>
  );
}
