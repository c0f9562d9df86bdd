"use client";

import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { announce } from "@/components/ui/announce";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { piiFields } from "@/lib/contract/vocabulary";
import { sentence } from "@/lib/format/words";
import { requestActions } from "@/lib/requests/client";
import { compareInput, type RequestDto } from "@/lib/requests/schema";

type CompareDialogProps = { request: RequestDto; onClose: () => void };

const same = "This is the stored value.";
const other = "This is not the stored value.";

/** Compares a value that the requester gives with the stored one, which is not shown. */
export default function CompareDialog({ request, onClose }: CompareDialogProps) {
  const environment = useEnvironment();
  const [said, setSaid] = useState<string>();
  const accepted = request.matches.filter(({ state }) => state === "accepted");
  const form = useActionForm({
    schema: compareInput,
    values: { sessionId: accepted[0]?.sessionId ?? "", field: "document_number", value: "" },
    send: async (body) => {
      setSaid(undefined);
      const { isSame } = await requestActions.compare(environment, request.id, body);
      setSaid(isSame ? same : other);
      announce(isSame ? same : other);
    },
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title="Compare value"
      description="Enter what the requester told you. The stored value is not shown, and the comparison is recorded without the value."
      submit="Compare value"
    >
      <Select
        label="Session"
        {...form.field("sessionId")}
        options={accepted.map(({ sessionId }) => ({ value: sessionId, label: sessionId }))}
      />
      <Select
        label="Field"
        {...form.field("field")}
        options={piiFields.map((value) => ({ value, label: sentence(value) }))}
      />
      <TextField
        label="Value"
        {...form.field("value", "Enter a value.")}
        data-autofocus=""
        autoComplete="off"
        spellCheck={false}
      />
      {said ? <p className="font-medium">{said}</p> : null}
    </FormDialog>
  );
}
