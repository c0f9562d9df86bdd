"use client";

import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { useProblem } from "@/components/language/use-problem";
import { fieldProblemsOf } from "@/components/shell/problem";
import { Button } from "@/components/ui/button";
import { FormAlert } from "@/components/ui/form-alert";
import { TextField } from "@/components/ui/text-field";
import { captureActions } from "@/lib/captures/client";
import { type AskedField, askedFields } from "@/lib/captures/policy";
import type { CompleteInput } from "@/lib/captures/schema";

type DetailsStepProps = {
  linkId: string;
  documentType: CompleteInput["documentType"];
  organization: string;
  fields: Partial<Record<AskedField, string>>;
  onReceived: () => void;
};

const inputs: Record<AskedField, { type: string; autoComplete: string; isOptional?: boolean }> = {
  first_name: { type: "text", autoComplete: "given-name" },
  last_name: { type: "text", autoComplete: "family-name" },
  date_of_birth: { type: "date", autoComplete: "bday" },
  document_number: { type: "text", autoComplete: "off", isOptional: true },
  document_expiration_date: { type: "date", autoComplete: "off", isOptional: true },
};

const camel = (field: string) => field.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase());

/** Asks for what is printed on the document, and submits everything. */
export function DetailsStep({ linkId, documentType, organization, fields, onReceived }: DetailsStepProps) {
  const t = useTranslations("capture");
  const problem = useProblem();
  const [isPending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<{ thrown: unknown }>();
  const wrong = fieldProblemsOf(refusal?.thrown).map(({ field }) => camel(field));
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isPending) return;
    const form = new FormData(event.currentTarget);
    const given = askedFields
      .map((field) => [camel(field), String(form.get(field) ?? "").trim()] as const)
      .filter(([, value]) => value);
    setPending(true);
    setRefusal(undefined);
    try {
      await captureActions.complete(linkId, { documentType, ...Object.fromEntries(given) } as CompleteInput);
      onReceived();
    } catch (thrown) {
      setRefusal({ thrown });
      setPending(false);
    }
  };
  const over = t("trouble.over", { organization });
  const isOfField = askedFields.some((field) => wrong.includes(camel(field)));
  const told =
    refusal &&
    problem(refusal.thrown, {
      not_found: over,
      bad_request: over,
      validation_error: isOfField ? t("details.wrong") : t("trouble.missing"),
    });
  return (
    <form onSubmit={submit} method="post" className="flex flex-col gap-3">
      <p className="text-ink-muted">{t("details.hint")}</p>
      {askedFields.map((field) => {
        const { isOptional, ...input } = inputs[field];
        return (
          <TextField
            key={field}
            {...input}
            name={field}
            label={t(`details.${field}`)}
            defaultValue={fields[field] ?? ""}
            required={!isOptional}
            maxLength={200}
            hint={isOptional ? t("details.optional") : undefined}
            error={wrong.includes(camel(field)) ? t("details.wrong") : undefined}
          />
        );
      })}
      <FormAlert>{told}</FormAlert>
      <Button
        type="submit"
        variant="primary"
        size="lg"
        pending={isPending}
        className="min-h-11 w-full sm:w-auto sm:self-start"
      >
        {t("details.send")}
      </Button>
    </form>
  );
}
