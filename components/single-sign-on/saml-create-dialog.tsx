"use client";

import { useActionForm } from "@/components/shell/use-action-form";
import { useSecretAction } from "@/components/shell/use-secret-action";
import { FormDialog } from "@/components/ui/form-dialog";
import { TextField } from "@/components/ui/text-field";
import { ssoActions, ssoQueries } from "@/lib/single-sign-on/client";
import { samlInput } from "@/lib/single-sign-on/schema";
import { blankSaml, inputOf } from "./connection-draft";
import { AccessFields, type ConnectionForm } from "./connection-fields";
import { MetadataField } from "./metadata-field";
import SetUpDialog from "./set-up-dialog";

/** Creates a connection to a SAML provider, then shows what the provider must know of it. */
export default function SamlCreateDialog({ onClose }: { onClose: () => void }) {
  const create = useSecretAction(ssoQueries.all, ssoActions.createSaml);
  const form = useActionForm({
    schema: samlInput,
    values: blankSaml,
    toInput: inputOf,
    send: (input) => create.mutateAsync(input),
  });
  if (create.data) return <SetUpDialog connection={create.data} onClose={onClose} />;
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      size="lg"
      title="Create a SAML connection"
      description="To an identity provider that speaks SAML 2.0. It is off until you switch it on."
      submit="Create connection"
    >
      <TextField
        label="Name"
        {...form.field("name", "Enter a name.")}
        hint="How your admins call the identity provider."
        data-autofocus=""
      />
      <MetadataField {...form.field("metadata", "Enter the metadata.")} />
      <AccessFields form={form as unknown as ConnectionForm} groupsLabel="Attribute with the groups" />
    </FormDialog>
  );
}
