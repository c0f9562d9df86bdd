"use client";

import { useActionForm } from "@/components/shell/use-action-form";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { TextArea, TextField } from "@/components/ui/text-field";
import type { PauseGround } from "@/lib/law/profiles";
import { pauseInput, type RequestDto } from "@/lib/requests/schema";
import { useRequestAction } from "./use-request-action";
import { groundNames, pausableFor } from "./words";

/** What the pause is for, as a choice. */
const choices: Record<PauseGround, string> = {
  identity: "You doubt the requester's identity and have asked for proof.",
  scope: "You process a large amount of data about the requester and have asked which data are meant.",
  fee: "The request is manifestly unfounded or excessive, and you have asked for a fee.",
};

/** Lets the clock wait for an answer of the requester. */
export default function PauseDialog({ request, onClose }: { request: RequestDto; onClose: () => void }) {
  const grounds = pausableFor(request);
  const act = useRequestAction(request.id, onClose);
  const form = useActionForm({
    schema: pauseInput,
    values: { ground: grounds[0] ?? "identity", on: "", reason: "" },
    draft: `${request.id}/pause`,
    send: (body) => act.mutateAsync({ action: "pause", body, said: "Clock paused" }),
  });
  const ground = form.watch("ground");
  return (
    <FormDialog
      form={form}
      title="Pause clock"
      description={`${choices[ground]} The last day depends on the days of the question and of the answer.`}
      submit="Pause clock"
      onClose={onClose}
    >
      <Select
        label="Waiting for"
        options={grounds.map((value) => ({ value, label: groundNames[value] }))}
        {...form.field("ground")}
      />
      <TextField
        label="Asked on"
        type="date"
        {...form.field("on")}
        min={request.clock.receivedOn}
        hint="Leave empty for today."
      />
      <TextArea label="Reason" {...form.field("reason", "Enter a reason.")} data-autofocus="" />
    </FormDialog>
  );
}
