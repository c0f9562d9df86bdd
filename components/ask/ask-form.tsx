"use client";

import { type FormEvent, useEffect, useRef, useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { useProblem } from "@/components/language/use-problem";
import { fieldProblemsOf } from "@/components/shell/problem";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { CopyField } from "@/components/ui/copy-field";
import { FormAlert } from "@/components/ui/form-alert";
import { Select } from "@/components/ui/select";
import { TextArea, TextField } from "@/components/ui/text-field";
import type { Environment } from "@/lib/actor/actor";
import { ask } from "@/lib/ask/client";
import type { AskInput } from "@/lib/ask/schema";
import { agentRoles } from "@/lib/contract/vocabulary";
import { readLanguage } from "@/lib/language/languages";

type AskFormProps = {
  organizationId: string;
  environment: Environment;
  /** The kinds of requests that the law of this page offers. */
  kinds: readonly AskInput["kind"][];
};

const fields = [
  ["firstName", "text", "given-name"],
  ["lastName", "text", "family-name"],
  ["dateOfBirth", "date", "bday"],
  // An input of type “email” would change or drop an address in another script.
  ["email", "text", "email"],
  ["phone", "tel", "tel"],
  ["externalRef", "text", "off"],
  ["documentNumber", "text", "off"],
] as const;

/** Who asks for somebody else. */
const agentFields = [
  ["agentName", "text", "name"],
  ["agentEmail", "text", "email"],
  ["agentPhone", "tel", "tel"],
] as const;
const everyField = [...fields, ...agentFields];

type FieldName = (typeof everyField)[number][0];
/** Why the form was not sent. Words are found when it is drawn, so that they follow the language. */
type Refusal =
  | { without: "contact" | "agentName"; at: FieldName }
  | { thrown: unknown; fields: readonly FieldName[] };

/** Builds the input from a form; empty fields are omitted. */
function inputOf(
  form: FormData,
  about: Pick<AskInput, "organizationId" | "environment" | "language">,
): AskInput {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const given = fields.map(([name]) => [name, text(name)] as const).filter(([, value]) => value);
  const details = text("details");
  const role = agentRoles.find((each) => each === text("by"));
  const [name, email, phone] = agentFields.map(([field]) => text(field));
  return {
    ...about,
    kind: text("kind") as AskInput["kind"],
    requester: Object.fromEntries(given),
    ...(role && { agent: { role, name: name ?? "", ...(email && { email }), ...(phone && { phone }) } }),
    ...(details && { details }),
  };
}

/** The fields that the server refused. */
function refusedFields(thrown: unknown): FieldName[] {
  const told = fieldProblemsOf(thrown).map(({ field }) =>
    field
      .replace(/^requester\./, "")
      .replace(/^agent\.(.)/, (_, first: string) => `agent${first.toUpperCase()}`),
  );
  return everyField.map(([name]) => name).filter((name) => told.includes(name));
}

/** Says what is missing before anything is sent: a way to answer, or the name of who asks for somebody else. */
function missingOf({ requester, agent }: AskInput): Extract<Refusal, { without: string }> | undefined {
  if (agent && !agent.name) return { without: "agentName", at: "agentName" };
  if ([requester, agent].some((one) => one?.email || one?.phone)) return undefined;
  return { without: "contact", at: agent ? "agentEmail" : "email" };
}

/** The part of a message that a kind of field shares with others. */
const wrongWords = {
  email: "email",
  agentEmail: "email",
  phone: "phone",
  agentPhone: "phone",
  dateOfBirth: "dateOfBirth",
} as const;
const wordsFor = (name: FieldName) =>
  Object.entries(wrongWords).find(([each]) => each === name)?.[1] ?? "other";

/** Returns the message below the form, and those below its fields. */
function useRefusal(refusal: Refusal | undefined) {
  const t = useTranslations("ask");
  const problem = useProblem();
  const wrong = refusal && "fields" in refusal ? refusal.fields : [];
  const labels = wrong.map((name) => t(`fields.${name}`)).join(", ");
  const ofForm = (told: Refusal) => {
    if ("without" in told) return undefined;
    return labels ? t("wrong.check", { fields: labels }) : problem(told.thrown);
  };
  const ofField = (name: FieldName) => {
    if (refusal && "without" in refusal)
      return name === refusal.at
        ? t(refusal.without === "contact" ? "wrong.noContact" : "wrong.noName")
        : undefined;
    return wrong.includes(name) ? t(`wrong.${wordsFor(name)}`) : undefined;
  };
  return { ofForm: refusal && ofForm(refusal), ofField };
}

/** The public form. Every sender gets a receipt number and the same text. */
export function AskForm({ organizationId, environment, kinds }: AskFormProps) {
  const t = useTranslations("ask");
  const language = readLanguage(useLocale());
  const [isPending, setPending] = useState(false);
  const [by, setBy] = useState("self");
  const [refusal, setRefusal] = useState<Refusal>();
  const [receipt, setReceipt] = useState<string>();
  const { ofForm, ofField } = useRefusal(refusal);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isPending) return;
    const input = inputOf(new FormData(event.currentTarget), { organizationId, environment, language });
    const missing = missingOf(input);
    if (missing) {
      event.currentTarget.querySelector<HTMLElement>(`[name=${missing.at}]`)?.focus();
      return setRefusal(missing);
    }
    setPending(true);
    setRefusal(undefined);
    try {
      setReceipt((await ask(input)).receipt);
      announce(t("received.title"));
    } catch (thrown) {
      setRefusal({ thrown, fields: refusedFields(thrown) });
    }
    setPending(false);
  };
  if (receipt) return <Received receipt={receipt} />;
  return (
    <form onSubmit={submit} method="post" className="flex flex-col gap-3">
      <Select
        label={t("kind")}
        name="kind"
        options={kinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
      />
      <Select
        label={t("by")}
        name="by"
        value={by}
        onChange={(event) => setBy(event.target.value)}
        options={(["self", ...agentRoles] as const).map((value) => ({ value, label: t(`roles.${value}`) }))}
      />
      <p className="text-sm text-ink-muted">{t("why")}</p>
      {by === "self" ? null : (
        <>
          <Inputs of={agentFields} errorOf={ofField} />
          <p className="text-sm text-ink-muted">{t("about")}</p>
        </>
      )}
      <Inputs of={fields} errorOf={ofField} isOfAnother={by !== "self"} />
      <TextArea label={t("details")} name="details" maxLength={4000} hint={t("detailsHint")} />
      <FormAlert>{ofForm}</FormAlert>
      <Button type="submit" variant="primary" size="lg" pending={isPending} className="self-start">
        {t("send")}
      </Button>
    </form>
  );
}

type InputsProps = {
  of: typeof fields | typeof agentFields;
  errorOf: (name: FieldName) => string | undefined;
  /** The browser does not fill in the data of whoever sits before it. */
  isOfAnother?: boolean;
};

function Inputs({ of, errorOf, isOfAnother }: InputsProps) {
  const t = useTranslations("ask.fields");
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      {of.map(([name, type, autoComplete]) => (
        <TextField
          key={name}
          label={t(name)}
          name={name}
          type={type}
          autoComplete={isOfAnother ? "off" : autoComplete}
          inputMode={autoComplete === "email" ? "email" : undefined}
          error={errorOf(name)}
          maxLength={type === "date" ? undefined : 255}
        />
      ))}
    </div>
  );
}

function Received({ receipt }: { receipt: string }) {
  const t = useTranslations("ask.received");
  const section = useRef<HTMLElement>(null);
  // The focused button is gone with the form.
  useEffect(() => section.current?.focus(), []);
  return (
    <section ref={section} tabIndex={-1} aria-label={t("label")} className="flex flex-col gap-3 outline-none">
      <p className="font-medium">{t("title")}</p>
      <p>{t("keep")}</p>
      <CopyField label={t("receipt")} value={receipt} />
      <p className="text-ink-muted">{t("next")}</p>
    </section>
  );
}
