"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { FormDialog } from "@/components/ui/form-dialog";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import { accountActions, accountQuery } from "@/lib/account/client";
import { passwordInput } from "@/lib/account/schema";
import { counted } from "@/lib/format/number";
import { CurrentPassword } from "./current-password";

/** Changes one's own password. */
export default function PasswordDialog({ email, onClose }: { email: string; onClose: () => void }) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const form = useActionForm({
    schema: passwordInput,
    values: { currentPassword: "", newPassword: "" },
    send: async (input) => {
      const { endedSignIns } = await accountActions.changePassword(environment, input);
      const detail = `${counted(endedSignIns, "sign-in")} in other browsers ended.`;
      toast({ tone: "success", title: "Password changed", detail });
      onClose();
      await client.invalidateQueries({ queryKey: accountQuery(environment).queryKey });
    },
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title="Change password"
      description="Your sign-ins in other browsers end. This one stays."
      submit="Change password"
    >
      <CurrentPassword email={email} {...form.field("currentPassword", "Enter your current password.")} />
      <TextField
        label="New password"
        type="password"
        autoComplete="new-password"
        hint="At least 12 characters. Use a passphrase of several words."
        {...form.field("newPassword", "Enter a new password.")}
      />
    </FormDialog>
  );
}
