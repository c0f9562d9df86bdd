"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { announce } from "@/components/ui/announce";
import { FormDialog } from "@/components/ui/form-dialog";
import { changesOf } from "@/components/ui/form-values";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import { caseQueries } from "@/lib/cases/client";
import type { DeskDto, FieldRowDto } from "@/lib/cases/schema";
import { correctionActions } from "@/lib/corrections/client";
import { type CorrectInput, correctInput } from "@/lib/corrections/schema";
import { isolated } from "@/lib/format/visible";
import { sentence } from "@/lib/format/words";
import { fieldLabel } from "./field-labels";

type CorrectDialogProps = { desk: DeskDto; field: FieldRowDto["field"]; onClose: () => void };

const address = { line1: "", line2: "", city: "", state: "", zip: "", country: "" };
const partLabels: Partial<Record<string, string>> = { line1: "Line 1", line2: "Line 2", zip: "Postal code" };
const hints: Partial<Record<FieldRowDto["field"], string>> = {
  nationality: "Country code with two or three letters",
  document_issuing_state: "Country or state code",
  gender: "Use the source's spelling",
  document_type: "Use the source's code, such as passport or drivers_license",
};

const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
const isDay = (field: string) => field === "date_of_birth" || field === "document_expiration_date";

/** On the desk a correction needs a reason; the API does not require one. */
const schema = correctInput.required({ reason: true });

type Values = { extractedData: Record<string, string | Record<string, string>>; reason: string };

function useCorrection({ desk, field, onClose }: CorrectDialogProps) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const { id, version } = desk.reviewCase;
  const save = useMutation({
    mutationFn: (input: CorrectInput) => correctionActions.correct(environment, id, { ...input, version }),
    onSuccess: () => {
      const title = `${fieldLabel(field)} corrected`;
      toast({ tone: "success", title, detail: "The original value is kept with the correction." });
      announce(title);
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: caseQueries.desk(environment, id).queryKey }),
  });
  const shown = desk.isOpen ? (desk.fields.find((each) => each.field === field)?.shown ?? "") : "";
  const [values] = useState<Values>({
    extractedData: field === "address" ? { address } : { [camel(field)]: shown },
    reason: "",
  });
  const first = field === "address" ? "address.line1" : camel(field);
  const form = useActionForm({
    schema,
    values,
    draft: `${id}/correct/${field}`,
    places: { extractedData: `extractedData.${first}` },
    send: (input) => save.mutateAsync(input),
  });
  const isUnchanged = !changesOf(values.extractedData, form.watch("extractedData"));
  return { form, shown, isUnchanged };
}

/** Corrects one extracted field. */
export default function CorrectDialog(props: CorrectDialogProps) {
  const { field, onClose } = props;
  const { form, shown, isUnchanged } = useCorrection(props);
  const inputs =
    field === "address"
      ? Object.keys(address).map((part) => ({
          name: `address.${part}`,
          label: partLabels[part] ?? sentence(part),
        }))
      : [{ name: camel(field), label: fieldLabel(field) }];
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title={`Correct: ${fieldLabel(field)}`}
      description={
        shown ? `Current value: ${isolated(shown)}` : "The value is masked. Claim the case to see it."
      }
      submit="Save correction"
      disabled={isUnchanged}
    >
      {inputs.map(({ name, label }, at) => {
        const input = form.field(`extractedData.${name}`, "Enter the correct value.");
        return (
          <TextField
            key={name}
            label={label}
            type={isDay(field) ? "date" : "text"}
            {...input}
            required={field !== "address" || input.required}
            hint={field === "address" ? undefined : hints[field]}
            autoComplete="off"
            spellCheck={false}
            data-autofocus={at === 0 ? "" : undefined}
          />
        );
      })}
      <TextField
        label="Reason"
        {...form.field("reason", "Enter a reason.")}
        hint="Saved as a note on the case."
      />
    </FormDialog>
  );
}
