"use client";

import { useState } from "react";
import { problemOf } from "@/components/shell/problem";
import type { Environment } from "@/components/shell/top-controls";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { verificationMethods } from "@/lib/requests/schema";
import { useRequestAction } from "./use-request-action";
import { methodNames } from "./words";

type VerifyDialogProps = { environment: Environment; requestId: string; onClose: () => void };

/** How the requester's identity was established: nothing is looked up for somebody we do not know. */
export function VerifyDialog({ environment, requestId, onClose }: VerifyDialogProps) {
  const [how, setHow] = useState<(typeof verificationMethods)[number]>("code_to_known_address");
  const act = useRequestAction(environment, requestId, onClose);
  const send = () => {
    if (!act.isPending) act.mutate({ action: "verify", body: { how }, said: "Requester verified" });
  };
  return (
    <FormDialog
      open
      onClose={onClose}
      title="The requester is who they say"
      description="Ask for no more than you need to be sure. A clock that stands goes on."
      submit="Verified"
      onSubmit={send}
      pending={act.isPending}
    >
      <Select
        label="How you know"
        value={how}
        data-autofocus=""
        error={act.error ? problemOf(act.error).detail : undefined}
        options={verificationMethods.map((value) => ({ value, label: methodNames[value] }))}
        onChange={(event) => setHow(event.target.value as typeof how)}
      />
    </FormDialog>
  );
}
