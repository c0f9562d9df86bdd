"use client";

import { useState } from "react";
import { problemOf } from "@/components/shell/problem";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import type { RequestDto } from "@/lib/requests/schema";
import { useRequestAction } from "./use-request-action";

type JoinDialogProps = { request: RequestDto; onClose: () => void };

export function JoinDialog({ request, onClose }: JoinDialogProps) {
  const [into, setInto] = useState(request.duplicates[0] ?? "");
  const act = useRequestAction(request.id, onClose);
  const send = () => {
    if (!act.isPending) act.mutate({ action: "join", body: { into }, said: "Request merged" });
  };
  return (
    <FormDialog
      open
      onClose={onClose}
      title="Merge into another request"
      description="Use this when the same person asked twice. This request is closed. The earlier request stays open with its own deadline."
      submit="Merge requests"
      onSubmit={send}
      pending={act.isPending}
    >
      <Select
        label="Earlier request"
        value={into}
        data-autofocus=""
        error={act.error ? problemOf(act.error).detail : undefined}
        options={request.duplicates.map((value) => ({ value, label: value }))}
        onChange={(event) => setInto(event.target.value)}
      />
    </FormDialog>
  );
}
