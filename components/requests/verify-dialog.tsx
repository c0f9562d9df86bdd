"use client";

import { useState } from "react";
import { problemOf } from "@/components/shell/problem";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { verificationMethods } from "@/lib/requests/schema";
import { useRequestAction } from "./use-request-action";
import { methodNames } from "./words";

type VerifyDialogProps = { requestId: string; onClose: () => void };

/** How the requester's identity was established: nothing is looked up for somebody we do not know. */
export function VerifyDialog({ requestId, onClose }: VerifyDialogProps) {
  const [how, setHow] = useState<(typeof verificationMethods)[number]>("code_to_known_address");
  const act = useRequestAction(requestId, onClose);
  const send = () => {
    if (!act.isPending) act.mutate({ action: "verify", body: { how }, said: "Requester verified" });
  };
  return (
    <FormDialog
      open
      onClose={onClose}
      title="Confirm identity"
      description="Ask only for the data you need to confirm the identity. Verifying the requester resumes a paused clock."
      submit="Mark as verified"
      onSubmit={send}
      pending={act.isPending}
    >
      <Select
        label="Method"
        value={how}
        data-autofocus=""
        error={act.error ? problemOf(act.error).detail : undefined}
        options={verificationMethods.map((value) => ({ value, label: methodNames[value] }))}
        onChange={(event) => setHow(event.target.value as typeof how)}
      />
    </FormDialog>
  );
}
