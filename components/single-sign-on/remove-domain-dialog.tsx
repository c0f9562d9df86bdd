"use client";

import { z } from "zod";
import { useActionForm } from "@/components/shell/use-action-form";
import { useSecretAction } from "@/components/shell/use-secret-action";
import { ConfirmField } from "@/components/ui/confirm-field";
import { FormDialog } from "@/components/ui/form-dialog";
import { toast } from "@/components/ui/toast";
import { ssoActions, ssoQueries } from "@/lib/single-sign-on/client";
import type { DomainDto } from "@/lib/single-sign-on/schema";

/** Asks before a domain is removed. */
export default function RemoveDomainDialog({
  domain: row,
  onClose,
}: {
  domain: DomainDto;
  onClose: () => void;
}) {
  const { id, domain } = row;
  const remove = useSecretAction(
    ssoQueries.all,
    (environment) => ssoActions.removeDomain(environment, id),
    () => {
      toast({ tone: "success", title: `${domain} removed` });
      onClose();
    },
  );
  const form = useActionForm({
    schema: z.object({ domain: z.literal(domain, `Type ${domain}.`) }),
    values: { domain: "" },
    afresh: ["domain"],
    send: () => remove.mutateAsync(undefined),
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      danger
      title={`Remove ${domain}?`}
      description="Nobody is recognized by an address in this domain any more. Members who have signed in by the connection can still do so."
      submit="Remove"
    >
      <ConfirmField text={domain} {...form.field("domain")} />
    </FormDialog>
  );
}
