"use client";

import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { useProblem } from "@/components/language/use-problem";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { askPasswordLink } from "@/lib/auth/client";

/** Asks for a mail with a link for a new password. What it says afterwards tells nothing of the account. */
export function ForgottenForm() {
  const t = useTranslations("auth.forgotten");
  const signIn = useTranslations("auth.signIn");
  const problem = useProblem();
  const [state, setState] = useState<"open" | "pending" | "sent">("open");
  const [refusal, setRefusal] = useState<{ thrown: unknown }>();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (state === "pending") return;
    const email = String(new FormData(event.currentTarget).get("email") ?? "");
    setState("pending");
    setRefusal(undefined);
    try {
      await askPasswordLink(email);
      setState("sent");
    } catch (thrown) {
      setRefusal({ thrown });
      setState("open");
    }
  };
  const back = (
    <a className="text-sm text-ink-muted underline" href="/sign-in">
      {t("back")}
    </a>
  );
  if (state === "sent")
    return (
      <div className="flex flex-col gap-3">
        <p role="status">{t("sent")}</p>
        {back}
      </div>
    );
  return (
    <form onSubmit={submit} method="post" className="flex flex-col gap-3">
      <TextField
        label={signIn("email")}
        name="email"
        type="email"
        inputMode="email"
        autoCapitalize="none"
        spellCheck={false}
        autoComplete="username"
        required
        autoFocus
        error={refusal && problem(refusal.thrown, { unknown: t("failed") })}
      />
      <Button type="submit" variant="primary" size="lg" pending={state === "pending"} className="mt-1">
        {t("submit")}
      </Button>
      {back}
    </form>
  );
}
