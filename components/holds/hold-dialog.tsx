"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { announce } from "@/components/ui/announce";
import { useDraft } from "@/components/ui/drafts";
import { FormDialog } from "@/components/ui/form-dialog";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import { dayHere, daysAfter } from "@/lib/format/day";
import { type HoldTarget, holdActions, holdQueries } from "@/lib/holds/client";

type HoldDialogProps = { target: HoldTarget; keeps: string; onClose: () => void };

const inDays = (days: number) => dayHere(daysAfter(new Date(), days));

export function HoldDialog({ target, keeps, onClose }: HoldDialogProps) {
  const environment = useEnvironment();
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
        detail: `While the hold is active, ${keeps} cannot be erased.`,
      });
      announce(`Hold placed. While the hold is active, ${keeps} cannot be erased.`);
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
      description="A legal hold blocks every erasure until you release it. Name the matter, not a person: this text is kept after the data is erased."
      submit="Place hold"
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
        error={isMissing && reason.trim().length < 3 ? "Enter the matter." : undefined}
        onChange={(event) => setReason(event.target.value)}
      />
      <TextField
        label="Owner"
        required
        maxLength={255}
        value={owner}
        placeholder="Legal department"
        error={isMissing && !owner.trim() ? "Enter who decides about this hold." : undefined}
        onChange={(event) => setOwner(event.target.value)}
      />
      <TextField
        label="Review date"
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
