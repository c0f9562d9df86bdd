"use client";

import { useActionForm } from "@/components/shell/use-action-form";
import { useSecretAction } from "@/components/shell/use-secret-action";
import { announce } from "@/components/ui/announce";
import { FormDialog } from "@/components/ui/form-dialog";
import { toast } from "@/components/ui/toast";
import { apiKeyActions, apiKeyQueries } from "@/lib/api-keys/client";
import { type ApiKeyDto, emptyInput } from "@/lib/api-keys/schema";
import { nameOf } from "./key-words";

/** Asks before a key is revoked. */
export default function RevokeDialog({ apiKey, onClose }: { apiKey: ApiKeyDto; onClose: () => void }) {
  const name = nameOf(apiKey);
  const revoke = useSecretAction(
    apiKeyQueries.all,
    (environment) => apiKeyActions.revoke(environment, apiKey.id),
    () => {
      toast({ tone: "success", title: `${name} revoked`, detail: "Its next call is refused." });
      announce(`${name} revoked`);
      onClose();
    },
  );
  const form = useActionForm({ schema: emptyInput, values: {}, send: () => revoke.mutateAsync(undefined) });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      danger
      title={`Revoke ${name}?`}
      description={
        <>
          The next call with <code className="font-mono">{apiKey.keyPrefix}…</code> is refused, and its open
          streams and downloads end. This cannot be undone.
        </>
      }
      submit="Revoke"
    />
  );
}
