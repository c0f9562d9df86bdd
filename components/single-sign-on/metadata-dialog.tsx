"use client";

import { useActionForm } from "@/components/shell/use-action-form";
import { useSecretAction } from "@/components/shell/use-secret-action";
import { FormDialog } from "@/components/ui/form-dialog";
import { toast } from "@/components/ui/toast";
import { ssoActions, ssoQueries } from "@/lib/single-sign-on/client";
import { type ConnectionDto, type MetadataInput, metadataInput } from "@/lib/single-sign-on/schema";
import { MetadataField } from "./metadata-field";

type MetadataDialogProps = { connection: ConnectionDto; onClose: () => void };

/** Replaces the metadata of a SAML provider, such as when its certificates change. */
export default function MetadataDialog({ connection, onClose }: MetadataDialogProps) {
  const save = useSecretAction(
    ssoQueries.all,
    (environment, input: MetadataInput) => ssoActions.replaceMetadata(environment, connection.id, input),
    () => {
      toast({ tone: "success", title: `The metadata of ${connection.name} is replaced` });
      onClose();
    },
  );
  const form = useActionForm({
    schema: metadataInput,
    values: { metadata: "" },
    send: (input) => save.mutateAsync(input),
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      size="md"
      title={`Replace the metadata of ${connection.name}`}
      description="Its certificates then are the only ones that may sign. With another issuer, the sign-ins by this connection end."
      submit="Replace metadata"
    >
      <section aria-label="Present certificates">
        <h3 className="font-medium">Present certificates</h3>
        <ul>
          {connection.certificates.map(({ name, expiresAt, fingerprint }) => (
            <li key={fingerprint} className="wrap-anywhere">
              {name}, until {expiresAt.slice(0, 10)}
              <span className="block font-mono text-sm text-ink-muted">{fingerprint}</span>
            </li>
          ))}
        </ul>
      </section>
      <MetadataField {...form.field("metadata", "Enter the metadata.")} data-autofocus="" />
    </FormDialog>
  );
}
