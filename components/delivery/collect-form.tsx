"use client";

import { Download } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { problemOf } from "@/components/shell/problem";
import { announce } from "@/components/ui/announce";
import { Button, buttonClass } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { aesHelp } from "@/lib/contract/answer";
import { deliveryActions } from "@/lib/delivery/client";

type CollectFormProps = {
  token: string;
  /** This browser entered the code less than an hour ago. */
  isOpened: boolean;
  /** The file needs a password to open. */
  isEncrypted: boolean;
};

/** Asks for the code, then offers the package for download. */
export function CollectForm({ token, isOpened: atFirst, isEncrypted }: CollectFormProps) {
  const [isOpened, setOpened] = useState(atFirst);
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<string>();
  const link = useRef<HTMLAnchorElement>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isPending) return;
    const code = String(new FormData(event.currentTarget).get("code") ?? "");
    setPending(true);
    setError(undefined);
    try {
      await deliveryActions.open(token, code);
      setOpened(true);
      announce("Code accepted. The download is ready.");
      setTimeout(() => link.current?.focus(), 50);
    } catch (thrown) {
      setError(problemOf(thrown).detail);
    }
    setPending(false);
  };
  if (isOpened)
    return (
      <div className="flex flex-col gap-3">
        <p>
          Your file is ready. You can download it once. If the download stops early, start it again here
          within one hour, in the same browser.
        </p>
        <a
          ref={link}
          href={deliveryActions.packagePath}
          download
          className={buttonClass({ variant: "primary", size: "lg" })}
        >
          <Download aria-hidden />
          Download your data
        </a>
        <p className="text-sm text-ink-muted">
          The download is a ZIP file. The letter in it explains the contents. Open verify.html to check that
          nothing was changed.
        </p>
        {isEncrypted ? <p className="text-sm">{aesHelp}</p> : null}
      </div>
    );
  return (
    <form onSubmit={submit} method="post" className="flex flex-col gap-3">
      <TextField
        label="Code"
        name="code"
        autoComplete="one-time-code"
        autoCapitalize="characters"
        spellCheck={false}
        required
        maxLength={40}
        autoFocus
        className="font-mono tracking-wider"
        hint="Eight letters and digits. We gave you this code separately, for example by phone."
        error={error}
      />
      <Button type="submit" variant="primary" size="lg" pending={isPending}>
        Continue
      </Button>
    </form>
  );
}
