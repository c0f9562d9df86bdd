"use client";

import { KeyRound } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { useProblem } from "@/components/language/use-problem";
import { Button } from "@/components/ui/button";
import { FormAlert } from "@/components/ui/form-alert";
import { TextField } from "@/components/ui/text-field";
import { type SignInRefusal, signIn, signInByPasskey } from "@/lib/auth/client";
import type { PasskeyProblem } from "@/lib/browser/passkeys";

const text = (form: FormData, name: string) => String(form.get(name) ?? "");

const words = {
  wrong: "wrong",
  rate_limited: "tooOften",
  code_needed: "codeNeeded",
  code_wrong: "codeWrong",
  sso_only: "ssoOnly",
} as const satisfies Record<SignInRefusal, string>;

/** The words for what a browser did not do with a passkey. */
const passkeyWords = {
  passkey_cancelled: "cancelled",
  passkey_unsupported: "unsupported",
  passkey_known: "failed",
  passkey_failed: "failed",
} as const satisfies Record<PasskeyProblem, string>;

type Way = "password" | "passkey";
type Refusal = { by: Way } & ({ why: SignInRefusal } | { thrown: unknown });

/** Describes a refusal when the form is drawn, so that the words follow the language. */
function useRefusalWords() {
  const t = useTranslations("auth.signIn");
  const problem = useProblem();
  return (refusal: Refusal) => {
    if ("thrown" in refusal) {
      const passkey = Object.entries(passkeyWords).map(([code, word]) => [code, t(`passkeyProblem.${word}`)]);
      return problem(refusal.thrown, { unknown: t("failed"), ...Object.fromEntries(passkey) });
    }
    return refusal.by === "passkey" && refusal.why === "wrong"
      ? t("passkeyProblem.unknown")
      : t(words[refusal.why]);
  };
}

/** Sends the form or a passkey, and asks for the code of a second factor when the account has one. */
function useSignIn(next: string) {
  const inWords = useRefusalWords();
  const [pending, setPending] = useState<Way | null>(null);
  const [asksCode, setAsksCode] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const send = async (by: Way, work: () => Promise<SignInRefusal | null>) => {
    if (pending) return;
    setPending(by);
    setRefusal(undefined);
    try {
      const why = await work();
      if (!why) return location.assign(next);
      if (why === "code_needed") setAsksCode(true);
      // The password was changed meanwhile: ask for both again.
      if (why === "wrong" && by === "password") setAsksCode(false);
      setRefusal({ why, by });
    } catch (thrown) {
      setRefusal({ thrown, by });
    }
    setPending(null);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void send("password", () => signIn(text(form, "email"), text(form, "password"), text(form, "code")));
  };
  const isAsked = refusal !== undefined && "why" in refusal && refusal.why === "code_needed";
  const error = (by: Way) => (refusal?.by === by && !isAsked ? inWords(refusal) : undefined);
  return { submit, byPasskey: () => send("passkey", signInByPasskey), pending, asksCode, error, isAsked };
}

/** The way to a new password: a mail if there is a mail server, else an admin. */
function Forgotten({ sendsMail }: { sendsMail: boolean }) {
  const t = useTranslations("auth.signIn");
  if (!sendsMail) return <p className="text-sm text-ink-muted">{t("forgotten")}</p>;
  return (
    <a className="text-sm text-ink-muted underline" href="/password/forgotten">
      {t("forgottenLink")}
    </a>
  );
}

export function SignInForm({ next, sendsMail }: { next: string; sendsMail: boolean }) {
  const t = useTranslations("auth.signIn");
  const { submit, byPasskey, pending, asksCode, error, isAsked } = useSignIn(next);
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
        error={asksCode ? undefined : error("password")}
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
            error={error("password")}
          />
        </>
      ) : null}
      <Button type="submit" variant="primary" size="lg" pending={pending === "password"} className="mt-1">
        {t("submit")}
      </Button>
      <Button size="lg" pending={pending === "passkey"} onClick={() => void byPasskey()}>
        <KeyRound aria-hidden className="size-4" /> {t("passkey")}
      </Button>
      <FormAlert>{error("passkey")}</FormAlert>
      {asksCode ? (
        <a className="text-sm text-ink-muted underline" href="/sign-in">
          {t("back")}
        </a>
      ) : (
        <>
          <a className="text-sm underline" href={`/sign-in?sso=1&next=${encodeURIComponent(next)}`}>
            {t("sso.open")}
          </a>
          <Forgotten sendsMail={sendsMail} />
        </>
      )}
    </form>
  );
}
