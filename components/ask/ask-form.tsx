"use client";

import { type FormEvent, useState } from "react";
import { fieldProblemsOf, problemOf } from "@/components/shell/problem";
import type { Environment } from "@/components/shell/top-controls";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { CopyField } from "@/components/ui/copy-field";
import { Select } from "@/components/ui/select";
import { TextArea, TextField } from "@/components/ui/text-field";
import { ask } from "@/lib/ask/client";
import type { AskInput } from "@/lib/ask/schema";

type AskFormProps = { organizationId: string; environment: Environment };

const kinds: readonly { value: AskInput["kind"]; label: string }[] = [
  { value: "access", label: "A copy of my data" },
  { value: "erasure", label: "Erasing my data" },
  { value: "access_and_erasure", label: "A copy, and erasing them afterwards" },
  { value: "rectification", label: "Correcting my data" },
  { value: "restriction", label: "Restricting what is done with my data" },
];

const fields = [
  ["firstName", "First name", "text", "given-name"],
  ["lastName", "Last name", "text", "family-name"],
  ["dateOfBirth", "Date of birth", "date", "bday"],
  // Of an address in another script, a field of type “email” would make another one, or none.
  ["email", "E-mail address", "text", "email"],
  ["phone", "Phone", "tel", "tel"],
  ["externalRef", "Customer or reference number", "text", "off"],
  ["documentNumber", "Number of the document you showed", "text", "off"],
] as const;

/** What a filled form asks for; empty fields are not said. */
function inputOf(form: FormData, about: AskFormProps): AskInput {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const given = fields.map(([name]) => [name, text(name)] as const).filter(([, value]) => value);
  const details = text("details");
  return {
    ...about,
    kind: text("kind") as AskInput["kind"],
    requester: Object.fromEntries(given),
    ...(details && { details }),
  };
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** What is said below the form: which fields to look at, by the names they have on the page. */
function refusalOf(thrown: unknown, problems: Record<string, string>): string {
  const named = fields.filter(([name]) => problems[name]).map(([, label]) => label);
  return named.length > 0 ? `Please look at: ${named.join(", ")}.` : problemOf(thrown).detail;
}

/** Whoever sends it gets a receipt number, and the same words as everybody else. */
export function AskForm({ organizationId, environment }: AskFormProps) {
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<string>();
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [receipt, setReceipt] = useState<string>();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isPending) return;
    const input = inputOf(new FormData(event.currentTarget), { organizationId, environment });
    if (!input.requester.email && !input.requester.phone)
      return setError("Give an e-mail address or a phone number, so that you can be answered.");
    setPending(true);
    setError(undefined);
    setProblems({});
    try {
      setReceipt((await ask(input)).receipt);
      announce("Your request has been received.");
    } catch (thrown) {
      const told = fieldProblemsOf(thrown);
      setProblems(told);
      setError(refusalOf(thrown, told));
    }
    setPending(false);
  };
  if (receipt)
    return (
      <section aria-label="Received" className="flex flex-col gap-3">
        <p className="font-medium">Your request has been received.</p>
        <p>Keep its number, for when you ask about it.</p>
        <CopyField label="Receipt number" value={receipt} />
        <p className="text-ink-muted">
          You will be answered at the address you gave. Before that you will be asked to show that you are
          you.
        </p>
      </section>
    );
  return (
    <form onSubmit={submit} method="post" className="flex flex-col gap-3">
      <Select label="What you ask for" name="kind" options={kinds} />
      <p className="text-sm text-ink-muted">
        An e-mail address or a phone number is needed, so that you can be answered. Everything else helps to
        find what is yours.
      </p>
      <div className="grid gap-3 sm:grid-cols-2">
        {fields.map(([name, label, type, autoComplete]) => (
          <TextField
            key={name}
            label={label}
            name={name}
            type={type}
            autoComplete={autoComplete}
            inputMode={name === "email" ? "email" : undefined}
            error={problems[name] && sentence(problems[name])}
            maxLength={type === "date" ? undefined : 255}
          />
        ))}
      </div>
      <TextArea
        label="Anything that helps us to find or understand it"
        name="details"
        maxLength={4000}
        hint="Say no more about yourself than is needed."
        error={error}
      />
      <Button type="submit" variant="primary" size="lg" pending={isPending} className="self-start">
        Send the request
      </Button>
    </form>
  );
}
