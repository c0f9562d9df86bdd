"use client";

import { useState } from "react";
import { useActionForm } from "@/components/shell/use-action-form";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { TextArea, TextField } from "@/components/ui/text-field";
import { feeGroundsOf } from "@/lib/refusals/policy";
import { feeParts, neededFacts } from "@/lib/refusals/schema";
import type { RequestDto } from "@/lib/requests/schema";
import { FactFields, factsFor, noFacts } from "./refusal-facts";
import { useRequestAction } from "./use-request-action";
import { refusalNames } from "./words";

/** Asks for a reasonable fee in place of a refusal. */
export default function FeeDialog({ request, onClose }: { request: RequestDto; onClose: () => void }) {
  const { id, clock } = request;
  const grounds = feeGroundsOf(clock.jurisdiction);
  const [ground, setGround] = useState(grounds[0] ?? "unfounded");
  const act = useRequestAction(id, onClose);
  const form = useActionForm({
    schema: feeParts.extend(neededFacts(ground)),
    values: { ...noFacts, amount: "", reason: "" },
    toInput: ({ amount, reason, ...facts }) => ({
      ground,
      amount,
      reason,
      ...factsFor(ground, facts),
    }),
    draft: `${id}/fee`,
    send: (body) => act.mutateAsync({ action: "fee", body, said: "Fee recorded" }),
  });
  return (
    <FormDialog
      form={form}
      title="Ask for a fee"
      description={
        clock.mayPauseFor.includes("fee")
          ? "The clock waits for the fee. Send the letter with the amount and the reason."
          : "The clock runs on: this law does not let it wait for a fee. Send the letter with the amount and the reason."
      }
      submit="Ask for the fee"
      onClose={onClose}
    >
      <Select
        label="Ground"
        options={grounds.map((value) => ({ value, label: refusalNames[value] }))}
        value={ground}
        onChange={({ target }) => setGround(grounds.find((each) => each === target.value) ?? ground)}
      />
      <FactFields ground={ground} field={form.field} />
      <TextField
        label="Amount"
        hint="With the currency. It covers what the answer costs you."
        {...form.field("amount", "Enter the amount.")}
      />
      <TextArea
        label="Reason"
        hint="The letter contains it as you write it, so write it in the requester's language."
        {...form.field("reason", "Enter a reason.")}
      />
    </FormDialog>
  );
}
