"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { FormDialog } from "@/components/ui/form-dialog";
import { toast } from "@/components/ui/toast";
import { accountActions, accountQuery } from "@/lib/account/client";
import { confirmInput } from "@/lib/account/schema";
import { CurrentPassword } from "./current-password";

type Props = { email: string; isLastFactor: boolean; onClose: () => void };

/** Asks before one's own authenticator app is removed. */
export default function RemoveFactorDialog({ email, isLastFactor, onClose }: Props) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const form = useActionForm({
    schema: confirmInput,
    values: { currentPassword: "" },
    send: async (input) => {
      await accountActions.removeFactor(environment, input);
      toast({ tone: "success", title: "Authenticator app removed" });
      onClose();
      await client.invalidateQueries({ queryKey: accountQuery(environment).queryKey });
    },
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      danger
      title="Remove the authenticator app?"
      description={
        isLastFactor
          ? "Sign-in then asks only for your password. Your recovery codes stop working."
          : "Its codes stop working. Your passkeys and recovery codes stay."
      }
      submit="Remove the app"
    >
      <CurrentPassword email={email} {...form.field("currentPassword", "Enter your current password.")} />
    </FormDialog>
  );
}
