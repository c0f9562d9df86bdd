"use client";

import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { useProblem } from "@/components/language/use-problem";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { signIn } from "@/lib/auth/client";

const text = (form: FormData, name: string) => String(form.get(name) ?? "");

export function SignInForm({ next }: { next: string }) {
  const t = useTranslations("auth.signIn");
  const problem = useProblem();
  const [isPending, setPending] = useState(false);
  // Words are found when the form is drawn, so that they follow the language.
  const [refusal, setRefusal] = useState<{ why: "wrong" | "rate_limited" } | { thrown: unknown }>();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isPending) return;
    const form = new FormData(event.currentTarget);
    setPending(true);
    setRefusal(undefined);
    try {
      const why = await signIn(text(form, "email"), text(form, "password"));
      if (!why) return location.assign(next);
      setRefusal({ why });
    } catch (thrown) {
      setRefusal({ thrown });
    }
    setPending(false);
  };
  const error =
    refusal &&
    ("why" in refusal
      ? t(refusal.why === "wrong" ? "wrong" : "tooOften")
      : problem(refusal.thrown, { unknown: t("failed") }));
  return (
    <form onSubmit={submit} method="post" className="flex flex-col gap-3">
      <TextField
        label={t("email")}
        name="email"
        inputMode="email"
        autoCapitalize="none"
        spellCheck={false}
        autoComplete="username"
        required
        autoFocus
      />
      <TextField
        label={t("password")}
        name="password"
        type="password"
        autoComplete="current-password"
        required
        error={error}
      />
      <Button type="submit" variant="primary" size="lg" pending={isPending} className="mt-1">
        {t("submit")}
      </Button>
    </form>
  );
}
