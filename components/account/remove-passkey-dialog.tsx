"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { FormDialog } from "@/components/ui/form-dialog";
import { toast } from "@/components/ui/toast";
import { accountActions, accountQuery } from "@/lib/account/client";
import { confirmInput, type PasskeyDto } from "@/lib/account/schema";
import { CurrentPassword } from "./current-password";

type Props = { email: string; passkey: PasskeyDto; isLastFactor: boolean; onClose: () => void };

/** Asks before one of one's own passkeys is removed. */
export default function RemovePasskeyDialog({ email, passkey, isLastFactor, onClose }: Props) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const form = useActionForm({
    schema: confirmInput,
    values: { currentPassword: "" },
    send: async (input) => {
      await accountActions.removePasskey(environment, passkey.id, input);
      toast({ tone: "success", title: "Passkey removed" });
      onClose();
      await client.invalidateQueries({ queryKey: accountQuery(environment).queryKey });
    },
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      danger
      title={`Remove the passkey “${passkey.name}”?`}
      description={
        isLastFactor
          ? "It no longer signs you in. It is your last second factor: sign-in then asks only for your password, and your recovery codes stop working."
          : "It no longer signs you in."
      }
      submit="Remove the passkey"
    >
      <CurrentPassword email={email} {...form.field("currentPassword", "Enter your current password.")} />
    </FormDialog>
  );
}
