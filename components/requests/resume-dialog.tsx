"use client";

import { useActionForm } from "@/components/shell/use-action-form";
import { FormDialog } from "@/components/ui/form-dialog";
import { TextField } from "@/components/ui/text-field";
import type { PauseGround } from "@/lib/law/profiles";
import { type RequestDto, resumeInput } from "@/lib/requests/schema";
import { useRequestAction } from "./use-request-action";
import { groundNames } from "./words";

type ResumeDialogProps = { request: RequestDto; ground: PauseGround; onClose: () => void };

/** Records that an awaited answer has come, and when. */
export default function ResumeDialog({ request, ground, onClose }: ResumeDialogProps) {
  const act = useRequestAction(request.id, onClose);
  const form = useActionForm({
    schema: resumeInput,
    values: { on: "" },
    toInput: ({ on }) => ({ ground, on }),
    send: (body) => act.mutateAsync({ action: "resume", body, said: "Clock resumed" }),
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title="Resume clock"
      description={`The clock waited for ${groundNames[ground]}. The day on which the answer came counts, also if you examine it later.`}
      submit="Resume clock"
    >
      <TextField
        label="Answer received on"
        type="date"
        {...form.field("on")}
        min={request.clock.receivedOn}
        data-autofocus=""
        hint="Leave empty for today."
      />
    </FormDialog>
  );
}
