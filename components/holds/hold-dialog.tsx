"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { problemOf } from "@/components/shell/problem";
import type { Environment } from "@/components/shell/top-controls";
import { announce } from "@/components/ui/announce";
import { useDraft } from "@/components/ui/drafts";
import { FormDialog } from "@/components/ui/form-dialog";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import { dayHere } from "@/lib/format/day";
import { type HoldTarget, holdActions, holdQueries } from "@/lib/holds/client";

type HoldDialogProps = { environment: Environment; target: HoldTarget; keeps: string; onClose: () => void };

const dayMs = 86_400_000;
const inDays = (days: number) => dayHere(new Date(Date.now() + days * dayMs));

export function HoldDialog({ environment, target, keeps, onClose }: HoldDialogProps) {
  const client = useQueryClient();
  const [reason, setReason, forgetReason] = useDraft(`${target.id}/hold`, "");
  const [owner, setOwner] = useState("");
  const [reviewOn, setReviewOn] = useState(() => inDays(90));
  const [isMissing, setMissing] = useState(false);
  const place = useMutation({
    mutationFn: () =>
      holdActions.place(environment, target, { reason: reason.trim(), owner: owner.trim(), reviewOn }),
    onSuccess: (answer) => {
      forgetReason();
      client.setQueryData(holdQueries.on(environment, target).queryKey, answer);
      toast({
        tone: "success",
        title: "Hold placed",
        detail: `Nothing erases ${keeps} while it stands.`,
      });
      announce(`Hold placed. Nothing erases ${keeps} while it stands.`);
      onClose();
    },
  });
  const send = () => {
    if (reason.trim().length < 3 || !owner.trim()) return setMissing(true);
    if (!place.isPending) place.mutate();
  };
  return (
    <FormDialog
      open
      onClose={onClose}
      title="Place a legal hold"
      description="It stops every path to erasure until it is released. Name the matter, not a person: these words outlive the data."
      submit="Place the hold"
      onSubmit={send}
      pending={place.isPending}
    >
      <TextField
        label="Matter"
        required
        maxLength={255}
        value={reason}
        placeholder="Case 2026-118"
        data-autofocus=""
        error={isMissing && reason.trim().length < 3 ? "Name the matter." : undefined}
        onChange={(event) => setReason(event.target.value)}
      />
      <TextField
        label="Who owns it"
        required
        maxLength={255}
        value={owner}
        placeholder="Legal department"
        error={isMissing && !owner.trim() ? "Say who decides about it." : undefined}
        onChange={(event) => setOwner(event.target.value)}
      />
      <TextField
        label="Looked at again on"
        type="date"
        required
        min={inDays(1)}
        value={reviewOn}
        error={place.error ? problemOf(place.error).detail : undefined}
        onChange={(event) => setReviewOn(event.target.value)}
      />
    </FormDialog>
  );
}
