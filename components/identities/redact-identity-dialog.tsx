"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { ConfirmField } from "@/components/ui/confirm-field";
import { FormDialog } from "@/components/ui/form-dialog";
import { toast } from "@/components/ui/toast";
import { counted } from "@/lib/format/number";
import { redactIdentity } from "@/lib/identities/client";
import { type IdentityDto, identityRedactQuery } from "@/lib/identities/schema";

type DialogProps = { identity: IdentityDto; onClose: () => void };

/** A person must repeat the id; an API key need not. */
const schema = identityRedactQuery.required({ confirm: true });

export default function RedactIdentityDialog({ identity, onClose }: DialogProps) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const redaction = useMutation({
    mutationFn: (confirm: string) => redactIdentity(environment, identity.id, confirm),
    onSuccess: ({ message }) => {
      toast({ tone: "success", title: "Identity redacted", detail: message });
      client.invalidateQueries({ queryKey: [environment, "identities"] });
      onClose();
    },
  });
  const form = useActionForm({
    schema,
    values: { confirm: "" },
    send: ({ confirm }) => redaction.mutateAsync(confirm),
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      danger
      size="md"
      title="Redact this identity?"
      submit="Redact identity"
      disabled={form.watch("confirm").trim() !== identity.id}
    >
      <p>
        The identity's tags and flag are erased permanently. Its {counted(identity.sessionCount, "session")}{" "}
        are not redacted: redact each session separately, or erase all of them with an erasure request.
      </p>
      <ConfirmField text={identity.id} {...form.field("confirm")} />
    </FormDialog>
  );
}
