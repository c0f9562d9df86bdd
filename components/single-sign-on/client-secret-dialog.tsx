"use client";

import { useActionForm } from "@/components/shell/use-action-form";
import { useSecretAction } from "@/components/shell/use-secret-action";
import { FormDialog } from "@/components/ui/form-dialog";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import { ssoActions, ssoQueries } from "@/lib/single-sign-on/client";
import { type ConnectionDto, type SecretInput, secretInput } from "@/lib/single-sign-on/schema";

type ClientSecretDialogProps = { connection: ConnectionDto; onClose: () => void };

/** Replaces the client secret of a connection. */
export default function ClientSecretDialog({ connection, onClose }: ClientSecretDialogProps) {
  const save = useSecretAction(
    ssoQueries.all,
    (environment, input: SecretInput) => ssoActions.replaceSecret(environment, connection.id, input),
    () => {
      toast({ tone: "success", title: `The client secret of ${connection.name} is replaced` });
      onClose();
    },
  );
  const form = useActionForm({
    schema: secretInput,
    values: { clientSecret: "" },
    send: (input) => save.mutateAsync(input),
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title={`Replace the client secret of ${connection.name}`}
      description="Create a new secret at the identity provider first. The next sign-in uses it."
      submit="Replace secret"
    >
      <TextField
        label="Client secret"
        type="password"
        autoComplete="off"
        {...form.field("clientSecret", "Enter the client secret.")}
        className="font-mono"
        data-autofocus=""
      />
    </FormDialog>
  );
}
