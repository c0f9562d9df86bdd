"use client";

import { useActionForm } from "@/components/shell/use-action-form";
import { useSecretAction } from "@/components/shell/use-secret-action";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import { ssoActions, ssoQueries } from "@/lib/single-sign-on/client";
import { type ConnectionDto, type DomainInput, domainInput } from "@/lib/single-sign-on/schema";

type AddDomainDialogProps = { connections: readonly ConnectionDto[]; onClose: () => void };

/** Adds a domain of e-mail addresses. */
export default function AddDomainDialog({ connections, onClose }: AddDomainDialogProps) {
  const add = useSecretAction(
    ssoQueries.all,
    (environment, input: DomainInput) => ssoActions.addDomain(environment, input),
    ({ domain }) => {
      toast({ tone: "success", title: `${domain} added`, detail: "Publish its TXT record, then check it." });
      onClose();
    },
  );
  const form = useActionForm({
    schema: domainInput,
    values: { domain: "", connectionId: connections[0]?.id ?? "" },
    send: (input) => add.mutateAsync(input),
  });
  const options = [
    ...connections.map(({ id, name }) => ({ value: id, label: name })),
    { value: "", label: "None" },
  ];
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title="Add a domain"
      description="Members are recognized by e-mail addresses in verified domains only."
      submit="Add domain"
    >
      <TextField
        label="Domain"
        {...form.field("domain", "Enter a domain, such as example.com.")}
        spellCheck={false}
        data-autofocus=""
      />
      <Select
        label="Connection"
        {...form.field("connectionId")}
        options={options}
        hint="Where people with such an address sign in."
      />
    </FormDialog>
  );
}
