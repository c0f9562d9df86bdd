"use client";

import { type FormEvent, useState } from "react";
import { problemOf } from "@/components/shell/problem";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { signIn } from "@/lib/auth/client";

const refusals = {
  wrong: "Wrong e-mail address or password.",
  rate_limited: "Too many attempts. Wait 15 minutes, then try again.",
};

const text = (form: FormData, name: string) => String(form.get(name) ?? "");

export function SignInForm({ next }: { next: string }) {
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<string>();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isPending) return;
    const form = new FormData(event.currentTarget);
    setPending(true);
    setError(undefined);
    try {
      const refusal = await signIn(text(form, "email"), text(form, "password"));
      if (!refusal) return location.assign(next);
      setError(refusals[refusal]);
    } catch (thrown) {
      setError(problemOf(thrown).detail);
    }
    setPending(false);
  };
  return (
    <form onSubmit={submit} method="post" className="flex flex-col gap-3">
      <TextField
        label="E-mail address"
        name="email"
        inputMode="email"
        autoCapitalize="none"
        spellCheck={false}
        autoComplete="username"
        required
        autoFocus
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        error={error}
      />
      <Button type="submit" variant="primary" size="lg" pending={isPending} className="mt-1">
        Sign in
      </Button>
    </form>
  );
}
