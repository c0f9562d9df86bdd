"use client";

import { useState } from "react";
import { useActionForm } from "@/components/shell/use-action-form";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { TextArea } from "@/components/ui/text-field";
import { feeGroundsOf, whyNotGround } from "@/lib/refusals/policy";
import { neededFacts, refusalGrounds, refusalParts } from "@/lib/refusals/schema";
import type { RequestDto } from "@/lib/requests/schema";
import { FactFields, factsFor, noFacts } from "./refusal-facts";
import { useRequestAction } from "./use-request-action";
import { refusalNames } from "./words";

/** Says what the law offers in place of a refusal on a ground. */
function hintOf(ground: (typeof refusalGrounds)[number], { kind, clock }: RequestDto): string | undefined {
  if (feeGroundsOf(clock.jurisdiction).some((each) => each === ground))
    return "You may ask for a reasonable fee instead (Ask for a fee…). The burden of proof is yours.";
  if (ground === "not_identified" && clock.jurisdiction === "ccpa" && kind.includes("access"))
    return "Answer which categories of data you store instead (11 CCR § 7024(a)).";
  return undefined;
}

/** Refuses a request on a ground, with what proves it. Where a second person confirms, this proposes it. */
export default function RefuseDialog({ request, onClose }: { request: RequestDto; onClose: () => void }) {
  const { id, kind, clock, steps, needsApproval } = request;
  const isVerified = steps.some(({ name, state }) => name === "verified" && state === "done");
  const asked = { kind, jurisdiction: clock.jurisdiction, isVerified };
  const grounds = refusalGrounds.filter((ground) => !whyNotGround(ground, asked));
  const [ground, setGround] = useState(grounds[0] ?? "unfounded");
  const act = useRequestAction(id, onClose);
  const form = useActionForm({
    schema: refusalParts.extend(neededFacts(ground)),
    values: { ...noFacts, reason: "" },
    toInput: ({ reason, ...facts }) => ({ ground, reason, ...factsFor(ground, facts) }),
    draft: `${id}/refusal`,
    send: (body) =>
      act.mutateAsync({
        action: "refusal",
        body,
        said: needsApproval ? "Refusal proposed" : "Request refused",
      }),
  });
  const submit = needsApproval ? "Propose refusal" : "Refuse request";
  return (
    <FormDialog
      form={form}
      danger
      title={submit}
      description={
        needsApproval
          ? "Another person must confirm the refusal. Until then the request stays open."
          : "The request is closed. The letter tells the requester the ground, the reason, and their rights to complain and to go to court."
      }
      submit={submit}
      onClose={onClose}
    >
      <Select
        label="Ground"
        options={grounds.map((value) => ({ value, label: refusalNames[value] }))}
        hint={hintOf(ground, request)}
        value={ground}
        onChange={({ target }) => setGround(grounds.find((each) => each === target.value) ?? ground)}
      />
      <FactFields ground={ground} field={form.field} />
      <TextArea
        label="Reason"
        hint="The letter contains it as you write it, so write it in the requester's language."
        {...form.field("reason", "Enter a reason.")}
      />
    </FormDialog>
  );
}
