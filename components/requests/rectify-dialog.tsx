"use client";

import { useActionForm } from "@/components/shell/use-action-form";
import { FormAlert } from "@/components/ui/form-alert";
import { FormDialog } from "@/components/ui/form-dialog";
import { TextArea, TextField } from "@/components/ui/text-field";
import { rectifyInput } from "@/lib/requests/schema";
import { useRequestAction } from "./use-request-action";

type RectifyDialogProps = { requestId: string; sessionId: string; onClose: () => void };

const fields = [
  ["firstName", "First name", "text"],
  ["lastName", "Last name", "text"],
  ["dateOfBirth", "Date of birth", "date"],
  ["documentNumber", "Document number", "text"],
  ["documentExpirationDate", "Document expiry", "date"],
  ["nationality", "Nationality", "text"],
  ["gender", "Gender", "text"],
  ["address.line1", "Address, line 1", "text"],
  ["address.line2", "Address, line 2", "text"],
  ["address.city", "City", "text"],
  ["address.state", "State", "text"],
  ["address.zip", "Postal code", "text"],
  ["address.country", "Country code", "text"],
] as const;

const nothing = {
  firstName: "",
  lastName: "",
  dateOfBirth: "",
  documentNumber: "",
  documentExpirationDate: "",
  nationality: "",
  gender: "",
  address: { line1: "", line2: "", city: "", state: "", zip: "", country: "" },
};

/** This form always corrects, with evidence. Without data the operation would leave the session unchanged. */
const schema = rectifyInput.required({ extractedData: true, evidence: true });

/** Asks for the right values of one session and their evidence. The originally extracted values are kept. */
export default function RectifyDialog({ requestId, sessionId, onClose }: RectifyDialogProps) {
  const act = useRequestAction(requestId, onClose);
  const form = useActionForm({
    schema,
    values: { extractedData: nothing, evidence: "", reason: "" },
    toInput: (values) => ({ sessionId, ...values }),
    draft: `${requestId}/rectify/${sessionId}`,
    places: { extractedData: "extractedData" },
    send: (body) => act.mutateAsync({ action: "rectify", body, said: "Session corrected" }),
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title="Correct this session"
      description="Enter only the values that change. An address is replaced as a whole. The extracted values are kept."
      submit="Save correction"
    >
      <div className="grid gap-3 sm:grid-cols-2">
        {fields.map(([name, label, type]) => (
          <TextField
            key={name}
            label={label}
            type={type}
            {...form.field(`extractedData.${name}`)}
            required={false}
            autoComplete="off"
            spellCheck={false}
          />
        ))}
      </div>
      <FormAlert>{form.problemAt("extractedData", "Enter at least one value.")}</FormAlert>
      <TextField
        label="Evidence"
        {...form.field("evidence", "Enter the evidence.")}
        hint="The source of the correct values, such as a certificate and its number."
      />
      <TextArea label="Reason" {...form.field("reason", "Enter a reason.")} />
    </FormDialog>
  );
}
