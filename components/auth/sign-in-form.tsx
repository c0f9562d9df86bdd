"use client";

import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { useProblem } from "@/components/language/use-problem";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { type SignInRefusal, signIn } from "@/lib/auth/client";

const text = (form: FormData, name: string) => String(form.get(name) ?? "");

const words = {
  wrong: "wrong",
  rate_limited: "tooOften",
  code_needed: "codeNeeded",
  code_wrong: "codeWrong",
} as const satisfies Record<SignInRefusal, string>;

/** Sends the form, and asks for the code of a second factor when the account has one. */
function useSignIn(next: string) {
  const t = useTranslations("auth.signIn");
  const problem = useProblem();
  const [isPending, setPending] = useState(false);
  const [asksCode, setAsksCode] = useState(false);
  // Words are found when the form is drawn, so that they follow the language.
  const [refusal, setRefusal] = useState<{ why: SignInRefusal } | { thrown: unknown }>();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isPending) return;
    const form = new FormData(event.currentTarget);
    setPending(true);
    setRefusal(undefined);
    try {
      const why = await signIn(text(form, "email"), text(form, "password"), text(form, "code"));
      if (!why) return location.assign(next);
      if (why === "code_needed") setAsksCode(true);
      // The password was changed meanwhile: ask for both again.
      if (why === "wrong") setAsksCode(false);
      setRefusal({ why });
    } catch (thrown) {
      setRefusal({ thrown });
    }
    setPending(false);
  };
  const error =
    refusal && ("why" in refusal ? t(words[refusal.why]) : problem(refusal.thrown, { unknown: t("failed") }));
  const isAsked = refusal !== undefined && "why" in refusal && refusal.why === "code_needed";
  return { submit, isPending, asksCode, error: isAsked ? undefined : error, isAsked };
}

export function SignInForm({ next }: { next: string }) {
  const t = useTranslations("auth.signIn");
  const { submit, isPending, asksCode, error, isAsked } = useSignIn(next);
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
        readOnly={asksCode}
      />
      <TextField
        label={t("password")}
        name="password"
        type="password"
        autoComplete="current-password"
        required
        readOnly={asksCode}
        error={asksCode ? undefined : error}
      />
      {asksCode ? (
        <>
          {isAsked ? <p role="status">{t("codeNeeded")}</p> : null}
          <TextField
            label={t("code")}
            name="code"
            autoComplete="one-time-code"
            autoCapitalize="none"
            spellCheck={false}
            required
            autoFocus
            maxLength={40}
            hint={t("codeHint")}
            error={error}
          />
        </>
      ) : null}
      <Button type="submit" variant="primary" size="lg" pending={isPending} className="mt-1">
        {t("submit")}
      </Button>
      {asksCode ? (
        <a className="text-sm text-ink-muted underline" href="/sign-in">
          {t("back")}
        </a>
      ) : (
        <p className="text-sm text-ink-muted">{t("forgotten")}</p>
      )}
    </form>
  );
}
