"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { announce } from "@/components/ui/announce";
import { FormDialog } from "@/components/ui/form-dialog";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import { day } from "@/lib/format/date";
import { dayHere, daysAfter } from "@/lib/format/day";
import { holdActions } from "@/lib/holds/client";
import { type HoldDto, holdReviewInput } from "@/lib/holds/schema";
import { refreshHolds } from "./refresh-holds";

const inDays = (days: number) => dayHere(daysAfter(new Date(), days));

/** Sets the next review date of a hold whose reason still stands. */
export default function ReviewHoldDialog({ hold, onClose }: { hold: HoldDto; onClose: () => void }) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const [inThreeMonths] = useState(() => inDays(90));
  const form = useActionForm({
    schema: holdReviewInput,
    values: { reviewOn: inThreeMonths },
    send: async (input) => {
      const { reviewOn } = await holdActions.review(environment, hold.id, input);
      toast({ tone: "success", title: "Hold reviewed", detail: `Next review on ${day(reviewOn)}.` });
      announce(`Hold reviewed. Next review on ${day(reviewOn)}.`);
      onClose();
      await refreshHolds(client, environment);
    },
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title={`Does the hold “${hold.reason}” still stand?`}
      description={`If its reason still stands, set the next review date; the present one is ${day(hold.reviewOn)}. If not, cancel and release the hold.`}
      submit="Set date"
    >
      <TextField
        label="Next review date"
        type="date"
        data-autofocus=""
        {...form.field("reviewOn", "Enter the date of the next review.")}
        min={inDays(1)}
      />
    </FormDialog>
  );
}
