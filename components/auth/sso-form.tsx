"use client";

import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { useProblem } from "@/components/language/use-problem";
import { Button, buttonClass } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { findSingleSignOn, singleSignOnAt } from "@/lib/auth/client";

type SsoFormProps = {
  next: string;
  /** The connection that a link names; without one, the e-mail address says which. */
  connectionId: string | null;
};

/** Begins a sign-in at an identity provider. */
export function SsoForm({ next, connectionId }: SsoFormProps) {
  const t = useTranslations("auth.signIn");
  const problem = useProblem();
  const [isPending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<"none" | { thrown: unknown }>();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isPending) return;
    const email = String(new FormData(event.currentTarget).get("email") ?? "");
    setPending(true);
    setRefusal(undefined);
    try {
      const url = await findSingleSignOn(email, next);
      if (url) return location.assign(url);
      setRefusal("none");
    } catch (thrown) {
      setRefusal({ thrown });
    }
    setPending(false);
  };
  const error =
    refusal === "none"
      ? t("sso.none")
      : refusal && problem(refusal.thrown, { unknown: t("failed"), rate_limited: t("tooOften") });
  const back = (
    <a className="text-sm text-ink-muted underline" href={`/sign-in?next=${encodeURIComponent(next)}`}>
      {t("sso.back")}
    </a>
  );
  if (connectionId)
    return (
      <div className="flex flex-col gap-3">
        <p>{t("sso.goLead")}</p>
        <a
          className={buttonClass({ variant: "primary", size: "lg" })}
          href={singleSignOnAt(connectionId, next)}
        >
          {t("sso.go")}
        </a>
        {back}
      </div>
    );
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
        hint={t("sso.lead")}
        error={error}
      />
      <Button type="submit" variant="primary" size="lg" pending={isPending} className="mt-1">
        {t("sso.submit")}
      </Button>
      {back}
    </form>
  );
}
