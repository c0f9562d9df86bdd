"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { announce } from "@/components/ui/announce";
import { FormDialog } from "@/components/ui/form-dialog";
import { toast } from "@/components/ui/toast";
import { counted } from "@/lib/format/number";
import { webhookActions, webhookQueries } from "@/lib/webhooks/client";
import { type EndpointDto, emptyInput } from "@/lib/webhooks/schema";
import { nameOf } from "./endpoint-draft";

type DeleteDialogProps = { endpoint: EndpointDto; onClose: () => void };

/** Asks before an endpoint is deleted. */
export default function DeleteDialog({ endpoint, onClose }: DeleteDialogProps) {
  const name = nameOf(endpoint);
  const environment = useEnvironment();
  const client = useQueryClient();
  const endpoints = webhookQueries.endpoints(environment);
  const remove = useMutation({
    mutationFn: () => webhookActions.remove(environment, endpoint.id),
    onSuccess: ({ abandonedDeliveries }) => {
      const detail = `${counted(abandonedDeliveries, "waiting delivery", "waiting deliveries")} will not be sent.`;
      toast({ tone: "success", title: `${name} deleted`, ...(abandonedDeliveries > 0 && { detail }) });
      announce(`${name} deleted`);
      // At once, because the deliveries of a deleted endpoint cannot be loaded.
      client.setQueryData(endpoints.queryKey, (list) =>
        list ? { data: list.data.filter(({ id }) => id !== endpoint.id) } : list,
      );
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: endpoints.queryKey }),
  });
  const form = useActionForm({ schema: emptyInput, values: {}, send: () => remove.mutateAsync() });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      danger
      title={`Delete ${name}?`}
      description="Nothing more is sent to it, also not what waits. Its secret is erased. This cannot be undone."
      submit="Delete"
    />
  );
}
