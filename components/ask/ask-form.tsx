"use client";

import { type FormEvent, useState } from "react";
import { fieldProblemsOf, problemOf } from "@/components/shell/problem";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { CopyField } from "@/components/ui/copy-field";
import { Select } from "@/components/ui/select";
import { TextArea, TextField } from "@/components/ui/text-field";
import type { Environment } from "@/lib/actor/actor";
import { ask } from "@/lib/ask/client";
import type { AskInput } from "@/lib/ask/schema";

type AskFormProps = { organizationId: string; environment: Environment };

const kinds: readonly { value: AskInput["kind"]; label: string }[] = [
  { value: "access", label: "A copy of my data" },
  { value: "erasure", label: "Erasure of my data" },
  { value: "access_and_erasure", label: "A copy of my data, then its erasure" },
  { value: "rectification", label: "Correction of my data" },
  { value: "restriction", label: "Restriction of the use of my data" },
];

const fields = [
  ["firstName", "First name", "text", "given-name"],
  ["lastName", "Last name", "text", "family-name"],
  ["dateOfBirth", "Date of birth", "date", "bday"],
  // An input of type “email” would change or drop an address in another script.
  ["email", "E-mail address", "text", "email"],
  ["phone", "Phone", "tel", "tel"],
  ["externalRef", "Customer or reference number", "text", "off"],
  ["documentNumber", "Number of the identity document you used", "text", "off"],
] as const;

/** Builds the input from a form; empty fields are omitted. */
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

/** The message below the form. It names the fields to correct by their labels on the page. */
function refusalOf(thrown: unknown, problems: Record<string, string>): string {
  const named = fields.filter(([name]) => problems[name]).map(([, label]) => label);
  return named.length > 0 ? `Please check: ${named.join(", ")}.` : problemOf(thrown).detail;
}

/** The public form. Every sender gets a receipt number and the same text. */
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
      return setError("Enter an e-mail address or a phone number, so that we can answer you.");
    setPending(true);
    setError(undefined);
    setProblems({});
    try {
      setReceipt((await ask(input)).receipt);
      announce("We have received your request.");
    } catch (thrown) {
      const told = Object.fromEntries(
        fieldProblemsOf(thrown).map(({ field, message }) => [field.replace(/^requester\./, ""), message]),
      );
      setProblems(told);
      setError(refusalOf(thrown, told));
    }
    setPending(false);
  };
  if (receipt)
    return (
      <section aria-label="Received" className="flex flex-col gap-3">
        <p className="font-medium">We have received your request.</p>
        <p>Keep this receipt number. You need it if you have questions about your request.</p>
        <CopyField label="Receipt number" value={receipt} />
        <p className="text-ink-muted">
          We will answer at the address you gave. We may ask you to confirm your identity first.
        </p>
      </section>
    );
  return (
    <form onSubmit={submit} method="post" className="flex flex-col gap-3">
      <Select label="Your request" name="kind" options={kinds} />
      <p className="text-sm text-ink-muted">
        We need an e-mail address or a phone number to answer you. The other details help us find your data.
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
        label="Anything else that helps us find your data"
        name="details"
        maxLength={4000}
        hint="Please don't include more personal data than needed."
        error={error}
      />
      <Button type="submit" variant="primary" size="lg" pending={isPending} className="self-start">
        Send request
      </Button>
    </form>
  );
}
