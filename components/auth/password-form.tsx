"use client";

import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { useProblem } from "@/components/language/use-problem";
import { fieldProblemsOf } from "@/components/shell/problem";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { resetPassword } from "@/lib/auth/client";

/** Sets a new password by a one-time link. */
export function PasswordForm({ token }: { token: string }) {
  const t = useTranslations("auth.password");
  const welcome = useTranslations("auth.welcome");
  const problem = useProblem();
  const [isPending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<{ thrown: unknown }>();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isPending) return;
    const password = String(new FormData(event.currentTarget).get("password") ?? "");
    setPending(true);
    setRefusal(undefined);
    try {
      await resetPassword(token, password);
      location.assign("/sign-in?ended=reset");
    } catch (thrown) {
      setRefusal({ thrown });
      setPending(false);
    }
  };
  const isGuessable = refusal && fieldProblemsOf(refusal.thrown).some(({ field }) => field === "password");
  const error =
    refusal &&
    (isGuessable ? welcome("wrong.password") : problem(refusal.thrown, { forbidden: welcome("refused") }));
  return (
    <form onSubmit={submit} method="post" className="flex flex-col gap-3">
      <TextField
        label={t("label")}
        name="password"
        type="password"
        autoComplete="new-password"
        required
        autoFocus
        minLength={12}
        hint={welcome("passwordHint")}
        error={error}
      />
      <Button type="submit" variant="primary" size="lg" pending={isPending} className="mt-1">
        {t("submit")}
      </Button>
    </form>
  );
}
