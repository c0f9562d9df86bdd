"use client";

import { Download } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useProblem } from "@/components/language/use-problem";
import { announce } from "@/components/ui/announce";
import { Button, buttonClass } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { ApiError } from "@/lib/browser/api-client";
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
  const t = useTranslations("delivery");
  const problem = useProblem();
  const [isOpened, setOpened] = useState(atFirst);
  const [isPending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<{ thrown: unknown }>();
  const link = useRef<HTMLAnchorElement>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isPending) return;
    const code = String(new FormData(event.currentTarget).get("code") ?? "");
    setPending(true);
    setRefusal(undefined);
    try {
      await deliveryActions.open(token, code);
      setOpened(true);
      announce(t("accepted"));
      setTimeout(() => link.current?.focus(), 50);
    } catch (thrown) {
      setRefusal({ thrown });
    }
    setPending(false);
  };
  const encrypted = isEncrypted ? <p className="text-sm">{t("encrypted")}</p> : null;
  if (isOpened)
    return (
      <div className="flex flex-col gap-3">
        <p>{t("ready")}</p>
        {encrypted}
        <a
          ref={link}
          href={deliveryActions.packagePath}
          download
          className={buttonClass({ variant: "primary", size: "lg" })}
        >
          <Download aria-hidden />
          {t("download")}
        </a>
        <p className="text-sm text-ink-muted">{t("contents")}</p>
      </div>
    );
  const left = refusal?.thrown instanceof ApiError ? refusal.thrown.attemptsLeft : undefined;
  const told = refusal && problem(refusal.thrown, { not_found: t("wrong.link") });
  const error = left === undefined ? told : t("wrong.code", { left });
  return (
    <form onSubmit={submit} method="post" className="flex flex-col gap-3">
      <TextField
        label={t("code")}
        name="code"
        autoComplete="one-time-code"
        autoCapitalize="characters"
        spellCheck={false}
        required
        maxLength={40}
        autoFocus
        className="font-mono tracking-wider"
        hint={t("codeHint")}
        error={error}
      />
      {encrypted}
      <Button type="submit" variant="primary" size="lg" pending={isPending}>
        {t("submit")}
      </Button>
    </form>
  );
}
