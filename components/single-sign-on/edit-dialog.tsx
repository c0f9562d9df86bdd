"use client";

import { useActionForm } from "@/components/shell/use-action-form";
import { useSecretAction } from "@/components/shell/use-secret-action";
import { FormDialog } from "@/components/ui/form-dialog";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import { ssoActions, ssoQueries } from "@/lib/single-sign-on/client";
import { type ConnectionChanges, type ConnectionDto, connectionChanges } from "@/lib/single-sign-on/schema";
import { ChangeList } from "./change-list";
import { changesOf, draftOf, inputOf, samlInputOf } from "./connection-draft";
import { AccessFields, type ConnectionForm, ProviderFields } from "./connection-fields";

type EditDialogProps = { connection: ConnectionDto; onClose: () => void };

/** Changes a connection. Its client secret stays. */
export default function EditDialog({ connection, onClose }: EditDialogProps) {
  const save = useSecretAction(
    ssoQueries.all,
    (environment, input: ConnectionChanges) => ssoActions.update(environment, connection.id, input),
    (after) => {
      toast({ tone: "success", title: `${after.name} saved` });
      onClose();
    },
  );
  const isSaml = connection.kind === "saml";
  const before = draftOf(connection);
  const form = useActionForm({
    schema: connectionChanges,
    values: before,
    toInput: isSaml ? samlInputOf : inputOf,
    send: (input) => save.mutateAsync(input),
  });
  const fields = form as unknown as ConnectionForm;
  const after = form.watch();
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      size="lg"
      title={`Change ${connection.name}`}
      description={
        isSaml
          ? "What the metadata says stays."
          : "The client secret stays. With another issuer or client ID, the sign-ins by this connection end."
      }
      submit="Save"
    >
      {isSaml ? (
        <TextField label="Name" {...form.field("name", "Enter a name.")} data-autofocus="" />
      ) : (
        <ProviderFields form={fields} />
      )}
      <AccessFields form={fields} {...(isSaml && { groupsLabel: "Attribute with the groups" })} />
      <ChangeList changes={changesOf(before, after)} />
    </FormDialog>
  );
}
