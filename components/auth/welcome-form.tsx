"use client";

import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { useProblem } from "@/components/language/use-problem";
import { fieldProblemsOf } from "@/components/shell/problem";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { acceptInvitation, signIn } from "@/lib/auth/client";

const text = (form: FormData, name: string) => String(form.get(name) ?? "");

const inputs = ["name", "email", "password"] as const;

/** The first input that the server refused. */
const wrongInput = (thrown: unknown) =>
  inputs.find((name) => fieldProblemsOf(thrown).some(({ field }) => field === name));

export function WelcomeForm({ token }: { token: string }) {
  const t = useTranslations("auth.welcome");
  const signInWords = useTranslations("auth.signIn");
  const problem = useProblem();
  const [isPending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<{ thrown: unknown }>();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isPending) return;
    const form = new FormData(event.currentTarget);
    const [name, email, password] = [text(form, "name"), text(form, "email"), text(form, "password")];
    setPending(true);
    setRefusal(undefined);
    try {
      await acceptInvitation({ token, name, email, password });
      const refusal = await signIn(email, password);
      return location.assign(refusal ? "/sign-in" : "/");
    } catch (thrown) {
      setRefusal({ thrown });
      setPending(false);
    }
  };
  const wrong = refusal && wrongInput(refusal.thrown);
  const own = { forbidden: t("refused"), conflict: t("taken") };
  const error = wrong ? t(`wrong.${wrong}`) : refusal && problem(refusal.thrown, own);
  return (
    <form onSubmit={submit} method="post" className="flex flex-col gap-3">
      <TextField label={t("name")} name="name" autoComplete="name" required maxLength={120} autoFocus />
      <TextField
        label={signInWords("email")}
        name="email"
        inputMode="email"
        autoCapitalize="none"
        spellCheck={false}
        autoComplete="username"
        required
      />
      <TextField
        label={signInWords("password")}
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={12}
        hint={t("passwordHint")}
        error={error}
      />
      <Button type="submit" variant="primary" size="lg" pending={isPending} className="mt-1">
        {t("submit")}
      </Button>
    </form>
  );
}
