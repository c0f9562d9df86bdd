"use client";

import { useState } from "react";
import { problemOf } from "@/components/shell/problem";
import type { Environment } from "@/components/shell/top-controls";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import type { RequestDto } from "@/lib/requests/schema";
import { useRequestAction } from "./use-request-action";

type JoinDialogProps = { environment: Environment; request: RequestDto; onClose: () => void };

export function JoinDialog({ environment, request, onClose }: JoinDialogProps) {
  const [into, setInto] = useState(request.duplicates[0] ?? "");
  const act = useRequestAction(environment, request.id, onClose);
  const send = () => {
    if (!act.isPending) act.mutate({ action: "join", body: { into }, said: "Request joined" });
  };
  return (
    <FormDialog
      open
      onClose={onClose}
      title="Join into another request"
      description="The same person asked twice. This request closes, and the earlier one goes on with its own clock."
      submit="Join"
      onSubmit={send}
      pending={act.isPending}
    >
      <Select
        label="The earlier request"
        value={into}
        data-autofocus=""
        error={act.error ? problemOf(act.error).detail : undefined}
        options={request.duplicates.map((value) => ({ value, label: value }))}
        onChange={(event) => setInto(event.target.value)}
      />
    </FormDialog>
  );
}
