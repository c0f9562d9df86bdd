"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { fieldProblemsOf, problemOf } from "@/components/shell/problem";
import { useDraft } from "@/components/ui/drafts";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { deliveryQueries } from "@/lib/delivery/client";
import { deliveryChannels } from "@/lib/delivery/policy";
import type { RequestDto } from "@/lib/requests/schema";
import { useRequestAction } from "./use-request-action";
import { deliveryNames } from "./words";

type DeliverDialogProps = { request: RequestDto; onClose: () => void };
type Channel = (typeof deliveryChannels)[number];

/** How an answer that was sent from elsewhere reached the requester: nothing is sent from here. */
export function DeliverDialog({ request, onClose }: DeliverDialogProps) {
  const environment = useEnvironment();
  const { data: links } = useQuery(deliveryQueries.links(environment, request.id));
  const [via, setVia] = useState<Channel>("email");
  const known = request.requester?.email ?? "";
  const [to, setTo, forget] = useDraft(`${request.id}/delivered-to`, known);
  const [at, setAt] = useState("");
  const [isMissing, setMissing] = useState(false);
  const act = useRequestAction(request.id, () => {
    forget();
    onClose();
  });
  const isLinkAlive = links?.data.some(({ state }) => state === "open" || state === "collecting") ?? false;
  const problems = act.error ? fieldProblemsOf(act.error) : {};
  const send = () => {
    if (!to.trim()) return setMissing(true);
    if (act.isPending || isLinkAlive) return;
    const when = at ? { deliveredAt: new Date(at).toISOString() } : {};
    act.mutate({ action: "deliver", body: { via, to: to.trim(), ...when }, said: "Marked as delivered" });
  };
  return (
    <FormDialog
      open
      onClose={onClose}
      title="Mark as delivered"
      description="Confirm that the answer reached the requester by a channel other than a download link. This cannot be undone."
      submit="Mark as delivered"
      onSubmit={send}
      pending={act.isPending}
      disabled={isLinkAlive}
    >
      {isLinkAlive ? (
        <p role="alert" className="text-warn">
          A download link to this answer is still active. Revoke the link first.
        </p>
      ) : null}
      <Select
        label="Channel"
        value={via}
        data-autofocus=""
        options={deliveryChannels.map((value) => ({ value, label: deliveryNames[value] ?? value }))}
        onChange={(event) => setVia(event.target.value as Channel)}
      />
      <TextField
        label="Recipient"
        required
        maxLength={255}
        value={to}
        hint="The address, mailbox or person. The recipient is stored encrypted with the request."
        error={isMissing && !to.trim() ? "Enter the recipient." : undefined}
        onChange={(event) => setTo(event.target.value)}
      />
      <TextField
        label="Delivered at"
        type="datetime-local"
        value={at}
        hint="Your local time. Leave empty to use the current time."
        error={
          problems.delivered_at
            ? `This time ${problems.delivered_at}.`
            : act.error
              ? problemOf(act.error).detail
              : undefined
        }
        onChange={(event) => setAt(event.target.value)}
      />
    </FormDialog>
  );
}
