"use client";

import { useState } from "react";
import { useActionForm } from "@/components/shell/use-action-form";
import { Checkbox } from "@/components/ui/checkbox";
import { FormDialog } from "@/components/ui/form-dialog";
import { TextArea } from "@/components/ui/text-field";
import { day } from "@/lib/format/date";
import { laterInput, type RequestDto } from "@/lib/requests/schema";
import { useRequestAction } from "./use-request-action";

type LaterDialogProps = { request: RequestDto; onClose: () => void };

/** Asks which sessions the next answer leaves out, and why. */
export default function LaterDialog({ request, onClose }: LaterDialogProps) {
  const accepted = request.matches.filter(({ state }) => state === "accepted");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const act = useRequestAction(request.id, onClose);
  const form = useActionForm({
    schema: laterInput,
    values: { reason: "" },
    draft: `${request.id}/later`,
    toInput: ({ reason }) => ({ sessionIds: [...chosen], reason }),
    send: (body) => act.mutateAsync({ action: "later", body, said: "Answer divided" }),
  });
  const toggle = (id: string) =>
    setChosen(
      (before) => new Set(before.has(id) ? [...before].filter((each) => each !== id) : [...before, id]),
    );
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title="Answer in parts"
      description="The next package leaves the chosen sessions out. Its letter names them with your reason, so write it in the requester’s language. The clock runs on for the rest. A package that was built, and its download link, stop working."
      submit="Answer these later"
      disabled={chosen.size === 0}
    >
      <fieldset className="flex max-h-60 flex-col gap-1 overflow-auto">
        <legend className="mb-1 text-sm font-medium">Answered later</legend>
        {accepted.map(({ sessionId, createdAt }) => (
          <Checkbox
            key={sessionId}
            label={`${sessionId}, ${day(createdAt)}`}
            checked={chosen.has(sessionId)}
            onChange={() => toggle(sessionId)}
          />
        ))}
      </fieldset>
      <TextArea label="Reason" {...form.field("reason", "Enter a reason.")} />
    </FormDialog>
  );
}
