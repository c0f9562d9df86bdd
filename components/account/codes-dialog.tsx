"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { FormDialog } from "@/components/ui/form-dialog";
import { accountActions, accountQuery } from "@/lib/account/client";
import { confirmInput } from "@/lib/account/schema";
import { CurrentPassword } from "./current-password";
import { RecoveryCodes } from "./recovery-codes";

/** Replaces one's own recovery codes, and shows the new ones. */
export default function CodesDialog({ email, onClose }: { email: string; onClose: () => void }) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const [codes, setCodes] = useState<readonly string[]>();
  const form = useActionForm({
    schema: confirmInput,
    values: { currentPassword: "" },
    send: async (input) => {
      setCodes((await accountActions.renewRecoveryCodes(environment, input)).recoveryCodes);
      await client.invalidateQueries({ queryKey: accountQuery(environment).queryKey });
    },
  });
  if (codes) return <RecoveryCodes codes={codes} onClose={onClose} />;
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title="Replace recovery codes"
      description="You get ten new codes. The old ones stop working."
      submit="Replace codes"
    >
      <CurrentPassword email={email} {...form.field("currentPassword", "Enter your current password.")} />
    </FormDialog>
  );
}
