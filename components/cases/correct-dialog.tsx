"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { announce } from "@/components/ui/announce";
import { FormDialog } from "@/components/ui/form-dialog";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import { caseQueries } from "@/lib/cases/client";
import type { DeskDto, FieldRowDto } from "@/lib/cases/schema";
import { correctionActions } from "@/lib/corrections/client";
import { isolated } from "@/lib/format/visible";
import { sentence } from "@/lib/format/words";
import { fieldLabel } from "./field-labels";

type CorrectDialogProps = {
  desk: DeskDto;
  field: FieldRowDto["field"];
  open: boolean;
  onClose: () => void;
};

type Corrected = Parameters<typeof correctionActions.correct>[2]["extractedData"];

const addressParts = ["line1", "line2", "city", "state", "zip", "country"] as const;
const optional: readonly string[] = ["line2", "state", "zip", "country"];
const partLabels: Partial<Record<string, string>> = { line1: "Line 1", line2: "Line 2", zip: "Postal code" };
const hints: Partial<Record<FieldRowDto["field"], string>> = {
  nationality: "Country code with two or three letters",
  document_issuing_state: "Country or state code",
  gender: "Use the source's spelling",
  document_type: "Use the source's code, such as passport or drivers_license",
};

const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
const isDay = (field: string) => field === "date_of_birth" || field === "document_expiration_date";

type Values = Record<string, string>;

/** The inputs of a field: one, but for an address. */
const inputsOf = (field: FieldRowDto["field"]): readonly string[] =>
  field === "address" ? addressParts : [field];

function toData(field: FieldRowDto["field"], values: Values): Corrected {
  const given = inputsOf(field).map((name) => [name, values[name]?.trim() ?? ""] as const);
  if (field !== "address") return { [camel(field)]: given[0]?.[1] };
  const parts = given.filter(([name, value]) => value !== "" || !optional.includes(name));
  return { address: Object.fromEntries(parts) } as Corrected;
}

/** One field of what was extracted, as it should have been read. */
export default function CorrectDialog({ desk, field, open, onClose }: CorrectDialogProps) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const { id, version } = desk.reviewCase;
  const row = desk.fields.find((each) => each.field === field);
  const [before] = useState<Values>(
    field === "address" ? {} : { [field]: desk.isOpen ? (row?.shown ?? "") : "" },
  );
  const [values, setValues] = useState(before);
  const [reason, setReason] = useState("");
  const [isMissing, setMissing] = useState(false);
  const save = useMutation({
    mutationFn: () =>
      correctionActions.correct(environment, id, {
        extractedData: toData(field, values),
        reason: reason.trim(),
        version,
      }),
    onSuccess: () => {
      const title = `${fieldLabel(field)} corrected`;
      toast({ tone: "success", title, detail: "The original value is kept with the correction." });
      announce(title);
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: caseQueries.desk(environment, id).queryKey }),
  });
  const inputs = inputsOf(field);
  const isUnchanged = inputs.every((name) => (values[name] ?? "") === (before[name] ?? ""));
  const lacks = (name: string) => !optional.includes(name) && !values[name]?.trim();
  const send = () => {
    if (inputs.some(lacks) || !reason.trim()) return setMissing(true);
    if (!save.isPending && !isUnchanged) save.mutate();
  };
  const errorOf = (name: string, isLast: boolean) => {
    if (isMissing && lacks(name)) return "Enter the correct value.";
    return save.error && isLast ? problemOf(save.error).detail : undefined;
  };
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={`Correct: ${fieldLabel(field)}`}
      description={
        desk.isOpen && row?.shown
          ? `Current value: ${isolated(row.shown)}`
          : "The value is masked. Claim the case to see it."
      }
      submit="Save correction"
      onSubmit={send}
      pending={save.isPending}
      disabled={isUnchanged}
    >
      {inputs.map((name, at) => (
        <TextField
          key={name}
          label={field === "address" ? (partLabels[name] ?? sentence(name)) : fieldLabel(field)}
          type={isDay(name) ? "date" : "text"}
          value={values[name] ?? ""}
          required={!optional.includes(name)}
          hint={field === "address" ? undefined : hints[field]}
          error={errorOf(name, at === inputs.length - 1)}
          autoComplete="off"
          spellCheck={false}
          data-autofocus={at === 0 ? "" : undefined}
          onChange={(event) => setValues({ ...values, [name]: event.target.value })}
        />
      ))}
      <TextField
        label="Reason"
        value={reason}
        required
        maxLength={2000}
        hint="Saved as a note on the case."
        error={isMissing && !reason.trim() ? "Enter a reason." : undefined}
        onChange={(event) => setReason(event.target.value)}
      />
    </FormDialog>
  );
}
