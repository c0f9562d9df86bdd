"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { FormDialog } from "@/components/ui/form-dialog";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import { accountActions, accountQuery } from "@/lib/account/client";
import { newPasskeyForm } from "@/lib/account/schema";
import { createPasskey } from "@/lib/browser/passkeys";
import { browserInWords } from "@/lib/format/browser";
import { CurrentPassword } from "./current-password";
import { RecoveryCodes } from "./recovery-codes";

/** Adds a passkey: password and name, the browser's own question, and recovery codes for the first second factor. */
export default function PasskeyDialog({ email, onClose }: { email: string; onClose: () => void }) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const router = useRouter();
  const [codes, setCodes] = useState<readonly string[]>();
  const form = useActionForm({
    schema: newPasskeyForm,
    values: { currentPassword: "", name: browserInWords(navigator.userAgent).slice(0, 60) },
    send: async ({ name, currentPassword }) => {
      const { options } = await accountActions.beginPasskey(environment, { currentPassword });
      const answer = await createPasskey(options);
      const { recoveryCodes } = await accountActions.addPasskey(environment, { name, answer });
      if (recoveryCodes) setCodes(recoveryCodes);
      else {
        toast({ tone: "success", title: "Passkey added" });
        onClose();
      }
      await client.invalidateQueries({ queryKey: accountQuery(environment).queryKey });
      // The pages in the rail depend on it where a second factor is required.
      router.refresh();
    },
  });
  if (codes) return <RecoveryCodes codes={codes} onClose={onClose} />;
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      size="md"
      title="Add a passkey"
      description="A passkey signs you in with the fingerprint, face or PIN of a device or security key. Once you have one, your password alone no longer signs you in."
      submit="Continue"
    >
      <CurrentPassword email={email} {...form.field("currentPassword", "Enter your current password.")} />
      <TextField
        label="Name of the passkey"
        hint="So that you recognize it in the list, such as the device that keeps it."
        autoComplete="off"
        {...form.field("name", "Enter a name with at most 60 characters.")}
      />
    </FormDialog>
  );
}
