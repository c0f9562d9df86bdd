"use client";

import { useQuery } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { deliveryQueries } from "@/lib/delivery/client";
import { deliveryChannels } from "@/lib/delivery/policy";
import { deliverInput } from "@/lib/delivery/schema";
import { instantHere } from "@/lib/format/instant";
import type { RequestDto } from "@/lib/requests/schema";
import { useRequestAction } from "./use-request-action";
import { deliveryNames } from "./words";

type DeliverDialogProps = { request: RequestDto; onClose: () => void };

/** Records how an answer reached the requester. Countersign does not send it. */
export default function DeliverDialog({ request, onClose }: DeliverDialogProps) {
  const environment = useEnvironment();
  const { data: links } = useQuery(deliveryQueries.links(environment, request.id));
  const isLinkAlive = links?.data.some(({ state }) => state === "open" || state === "collecting") ?? false;
  const act = useRequestAction(request.id, onClose);
  const form = useActionForm({
    schema: deliverInput,
    values: { via: "email", to: request.requester?.email ?? "", deliveredAt: "" },
    draft: `${request.id}/delivered-to`,
    toInput: ({ via, to, deliveredAt }) => ({ via, to, deliveredAt: instantHere(deliveredAt) }),
    send: (body) => act.mutateAsync({ action: "deliver", body, said: "Marked as delivered" }),
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title="Mark as delivered"
      description="Confirm that the answer reached the requester by a channel other than a download link. This cannot be undone."
      submit="Mark as delivered"
      disabled={isLinkAlive}
    >
      {isLinkAlive ? (
        <p role="alert" className="text-warn">
          A download link to this answer is still active. Revoke the link first.
        </p>
      ) : null}
      <Select
        label="Channel"
        {...form.field("via")}
        data-autofocus=""
        options={deliveryChannels.map((value) => ({ value, label: deliveryNames[value] ?? value }))}
      />
      <TextField
        label="Recipient"
        {...form.field("to", "Enter the recipient.")}
        hint="The address, mailbox or person. The recipient is stored encrypted with the request."
      />
      <TextField
        label="Delivered at"
        type="datetime-local"
        {...form.field("deliveredAt")}
        hint="Your local time. Leave empty to use the current time."
      />
    </FormDialog>
  );
}
