"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { CopyField } from "@/components/ui/copy-field";
import { FormDialog } from "@/components/ui/form-dialog";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import { accountActions, accountQuery } from "@/lib/account/client";
import { codeInput, confirmInput, type NewFactorDto } from "@/lib/account/schema";
import { CurrentPassword } from "./current-password";
import { RecoveryCodes } from "./recovery-codes";

type StepProps<T> = { onClose: () => void; onDone: (value: T) => void };

function PasswordStep({ email, onClose, onDone }: StepProps<NewFactorDto> & { email: string }) {
  const environment = useEnvironment();
  const form = useActionForm({
    schema: confirmInput,
    values: { currentPassword: "" },
    send: async (input) => onDone(await accountActions.beginFactor(environment, input)),
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title="Set up an authenticator app"
      description="You need an app that shows codes, such as the one of your password manager or phone. Confirm your password first."
      submit="Continue"
    >
      <CurrentPassword email={email} {...form.field("currentPassword", "Enter your current password.")} />
    </FormDialog>
  );
}

function CodeStep({ made, onClose, onDone }: StepProps<readonly string[] | null> & { made: NewFactorDto }) {
  const environment = useEnvironment();
  const form = useActionForm({
    schema: codeInput,
    values: { code: "" },
    send: async (input) => onDone((await accountActions.confirmFactor(environment, input)).recoveryCodes),
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      size="md"
      title="Scan the code with your app"
      description="Then enter the 6 digits that the app shows. Sign-in asks for a code once this one is right."
      submit="Confirm"
    >
      {/* biome-ignore lint/performance/noImgElement: a data URL needs no optimizing */}
      <img
        src={made.qrCode}
        alt="QR code with the secret below"
        width={205}
        height={205}
        className="self-center rounded-md border"
      />
      <CopyField label="Secret, to type instead of scanning" value={made.secret} />
      <TextField
        label="Code of the app"
        inputMode="numeric"
        autoComplete="one-time-code"
        data-autofocus
        className="font-mono"
        {...form.field("code", "Enter the 6 digits that the app shows.")}
      />
    </FormDialog>
  );
}

/** Sets up an authenticator app: password, QR code with a first code, recovery codes. */
export default function FactorDialog({ email, onClose }: { email: string; onClose: () => void }) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const router = useRouter();
  const [made, setMade] = useState<NewFactorDto>();
  const [codes, setCodes] = useState<readonly string[]>();
  const confirmed = async (fresh: readonly string[] | null) => {
    if (fresh) setCodes(fresh);
    else {
      toast({ tone: "success", title: "Authenticator app set up" });
      onClose();
    }
    await client.invalidateQueries({ queryKey: accountQuery(environment).queryKey });
    // The pages in the rail depend on it where a second factor is required.
    router.refresh();
  };
  if (codes) return <RecoveryCodes codes={codes} onClose={onClose} />;
  if (made) return <CodeStep made={made} onClose={onClose} onDone={(fresh) => void confirmed(fresh)} />;
  return <PasswordStep email={email} onClose={onClose} onDone={setMade} />;
}
