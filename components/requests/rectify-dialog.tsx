"use client";

import { useState } from "react";
import { problemOf } from "@/components/shell/problem";
import { useDraft } from "@/components/ui/drafts";
import { FormDialog } from "@/components/ui/form-dialog";
import { TextArea, TextField } from "@/components/ui/text-field";
import { useRequestAction } from "./use-request-action";

type RectifyDialogProps = {
  requestId: string;
  sessionId: string;
  onClose: () => void;
};

const fields = [
  ["firstName", "First name", "text"],
  ["lastName", "Last name", "text"],
  ["dateOfBirth", "Date of birth", "date"],
  ["documentNumber", "Document number", "text"],
  ["documentExpirationDate", "Document expiry", "date"],
  ["nationality", "Nationality", "text"],
  ["gender", "Gender", "text"],
] as const;
const address = [
  ["line1", "Address, line 1", "text"],
  ["line2", "Address, line 2", "text"],
  ["city", "City", "text"],
  ["state", "State", "text"],
  ["zip", "Postal code", "text"],
  ["country", "Country code", "text"],
] as const;
const nothing: Record<string, string> = {};

/** What somebody filled in, of some of the fields. */
const filled = (values: Record<string, string>, names: readonly (readonly [string, ...unknown[]])[]) =>
  Object.fromEntries(
    names.flatMap(([name]) => (values[name]?.trim() ? [[name, values[name].trim()] as const] : [])),
  );

/** The right values of one session, and the evidence they are taken from; what was extracted first stays beside them. */
export function RectifyDialog({ requestId, sessionId, onClose }: RectifyDialogProps) {
  const draft = `${requestId}/rectify/${sessionId}`;
  const [values, setValues, forgetValues] = useDraft(`${draft}/values`, nothing);
  const [reason, setReason, forgetReason] = useDraft(`${draft}/reason`, "");
  const [evidence, setEvidence, forgetEvidence] = useDraft(`${draft}/evidence`, "");
  const [isMissing, setMissing] = useState(false);
  const act = useRequestAction(requestId, () => {
    forgetValues();
    forgetReason();
    forgetEvidence();
    onClose();
  });
  const own = filled(values, fields);
  const whole = filled(values, address);
  const extractedData = { ...own, ...(Object.keys(whole).length > 0 && { address: whole }) };
  const isEmpty = Object.keys(extractedData).length === 0;
  const send = () => {
    if (isEmpty || !reason.trim() || !evidence.trim()) return setMissing(true);
    if (act.isPending) return;
    const body = { sessionId, extractedData, reason: reason.trim(), evidence: evidence.trim() };
    act.mutate({ action: "rectify", body, said: "Session corrected" });
  };
  const input = ([name, label, type]: readonly [string, string, string]) => (
    <TextField
      key={name}
      label={label}
      type={type}
      value={values[name] ?? ""}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => setValues({ ...values, [name]: event.target.value })}
    />
  );
  return (
    <FormDialog
      open
      onClose={onClose}
      title="Correct this session"
      description="Enter only the values that change. An address is replaced as a whole. The extracted values are kept."
      submit="Save correction"
      onSubmit={send}
      pending={act.isPending}
    >
      <div className="grid gap-3 sm:grid-cols-2">{[...fields, ...address].map(input)}</div>
      {isMissing && isEmpty ? (
        <p role="alert" className="text-bad">
          Enter at least one value.
        </p>
      ) : null}
      <TextField
        label="Evidence"
        required
        maxLength={4000}
        value={evidence}
        hint="The source of the correct values, such as a certificate and its number."
        error={isMissing && !evidence.trim() ? "Enter the evidence." : undefined}
        onChange={(event) => setEvidence(event.target.value)}
      />
      <TextArea
        label="Reason"
        required
        maxLength={4000}
        value={reason}
        error={
          isMissing && !reason.trim()
            ? "Enter a reason."
            : act.error
              ? problemOf(act.error).detail
              : undefined
        }
        onChange={(event) => setReason(event.target.value)}
      />
    </FormDialog>
  );
}
