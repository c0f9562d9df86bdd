"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { announce } from "@/components/ui/announce";
import { FormDialog } from "@/components/ui/form-dialog";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import { dayHere, daysAfter } from "@/lib/format/day";
import { type HoldTarget, holdActions, holdQueries } from "@/lib/holds/client";
import { type HoldInput, holdInput } from "@/lib/holds/schema";

type HoldDialogProps = { target: HoldTarget; keeps: string; onClose: () => void };

const inDays = (days: number) => dayHere(daysAfter(new Date(), days));

export default function HoldDialog({ target, keeps, onClose }: HoldDialogProps) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const [inThreeMonths] = useState(() => inDays(90));
  const place = useMutation({
    mutationFn: (input: HoldInput) => holdActions.place(environment, target, input),
    onSuccess: (answer) => {
      const detail = `While the hold is active, ${keeps} cannot be erased.`;
      client.setQueryData(holdQueries.on(environment, target).queryKey, answer);
      toast({ tone: "success", title: "Hold placed", detail });
      announce(`Hold placed. ${detail}`);
      onClose();
    },
  });
  const form = useActionForm({
    schema: holdInput,
    values: { reason: "", owner: "", reviewOn: inThreeMonths },
    draft: `${target.id}/hold`,
    send: (input) => place.mutateAsync(input),
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title="Place a legal hold"
      description="A legal hold blocks every erasure until you release it. Name the matter, not a person: this text is kept after the data is erased."
      submit="Place hold"
    >
      <TextField
        label="Matter"
        {...form.field("reason", "Enter the matter.")}
        placeholder="Case 2026-118"
        data-autofocus=""
      />
      <TextField
        label="Owner"
        {...form.field("owner", "Enter who decides about this hold.")}
        placeholder="Legal department"
      />
      <TextField
        label="Review date"
        type="date"
        {...form.field("reviewOn", "Enter the date of the review.")}
        min={inDays(1)}
      />
    </FormDialog>
  );
}
