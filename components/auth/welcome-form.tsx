"use client";

import { type FormEvent, useState } from "react";
import { problemOf } from "@/components/shell/problem";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { acceptInvitation, signIn } from "@/lib/auth/client";

const text = (form: FormData, name: string) => String(form.get(name) ?? "");

export function WelcomeForm({ token }: { token: string }) {
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<string>();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isPending) return;
    const form = new FormData(event.currentTarget);
    const [name, email, password] = [text(form, "name"), text(form, "email"), text(form, "password")];
    setPending(true);
    setError(undefined);
    try {
      await acceptInvitation({ token, name, email, password });
      const refusal = await signIn(email, password);
      return location.assign(refusal ? "/sign-in" : "/");
    } catch (thrown) {
      setError(problemOf(thrown).detail);
      setPending(false);
    }
  };
  return (
    <form onSubmit={submit} method="post" className="flex flex-col gap-3">
      <TextField label="Your name" name="name" autoComplete="name" required maxLength={120} autoFocus />
      <TextField
        label="E-mail address"
        name="email"
        inputMode="email"
        autoCapitalize="none"
        spellCheck={false}
        autoComplete="username"
        required
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={12}
        hint="At least 12 characters. Use a passphrase of several words."
        error={error}
      />
      <Button type="submit" variant="primary" size="lg" pending={isPending} className="mt-1">
        Create account
      </Button>
    </form>
  );
}
