"use client";

import { useActionForm } from "@/components/shell/use-action-form";
import { FormDialog } from "@/components/ui/form-dialog";
import { TextArea } from "@/components/ui/text-field";
import type { RequestAction } from "@/lib/requests/client";
import { reasonInput } from "@/lib/requests/schema";
import { useRequestAction } from "./use-request-action";

type ReasonDialogProps = {
  requestId: string;
  action: RequestAction;
  /** Further parts of the input. */
  more?: object;
  title: string;
  description: string;
  submit: string;
  said: string;
  onClose: () => void;
};

/** An action on a request that needs a reason. */
export default function ReasonDialog(props: ReasonDialogProps) {
  const { requestId, action, more, said, onClose, ...dialog } = props;
  const act = useRequestAction(requestId, onClose);
  const form = useActionForm({
    schema: reasonInput,
    values: { reason: "" },
    draft: `${requestId}/${dialog.title}/${JSON.stringify(more ?? {})}`,
    send: (body) => act.mutateAsync({ action, body: { ...more, ...body }, said }),
  });
  return (
    <FormDialog {...dialog} form={form} onClose={onClose}>
      <TextArea label="Reason" {...form.field("reason", "Enter a reason.")} data-autofocus="" />
    </FormDialog>
  );
}
