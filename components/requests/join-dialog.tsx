"use client";

import { useActionForm } from "@/components/shell/use-action-form";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { joinInput, type RequestDto } from "@/lib/requests/schema";
import { useRequestAction } from "./use-request-action";

type JoinDialogProps = { request: RequestDto; onClose: () => void };

export default function JoinDialog({ request, onClose }: JoinDialogProps) {
  const act = useRequestAction(request.id, onClose);
  const form = useActionForm({
    schema: joinInput,
    values: { into: request.sameKind[0] ?? "" },
    send: (body) => act.mutateAsync({ action: "join", body, said: "Request merged" }),
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title="Merge into another request"
      description="Use this when the same person asked twice for the same. This request is closed. The earlier request stays open with its own deadline."
      submit="Merge requests"
    >
      <Select
        label="Earlier request"
        {...form.field("into")}
        required={false}
        data-autofocus=""
        options={request.sameKind.map((value) => ({ value, label: value }))}
      />
    </FormDialog>
  );
}
