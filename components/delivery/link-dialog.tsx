"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Mail } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { CopyField } from "@/components/ui/copy-field";
import { Dialog } from "@/components/ui/dialog";
import { FormDialog } from "@/components/ui/form-dialog";
import { missingDialog } from "@/components/ui/missing-part";
import { Select } from "@/components/ui/select";
import { Exact } from "@/components/ui/time-zone";
import { deliveryActions, deliveryQueries } from "@/lib/delivery/client";
import { type LinkInput, linkInput, type MadeLinkDto } from "@/lib/delivery/schema";
import { requestQueries } from "@/lib/requests/client";

const MessageDialog = dynamic(() => import("@/components/messages/message-dialog").catch(missingDialog), {
  ssr: false,
});

type LinkDialogProps = { requestId: string; onClose: () => void };

const choices = [1, 3, 7, 14, 30].map((days) => ({
  value: String(days),
  label: days === 1 ? "1 day" : `${days} days`,
}));

/** Creates a download link and shows it with its code, only this once. */
export default function LinkDialog({ requestId, onClose }: LinkDialogProps) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: (input: LinkInput) => deliveryActions.create(environment, requestId, input),
    onSuccess: () => {
      client.invalidateQueries({ queryKey: deliveryQueries.links(environment, requestId).queryKey });
      announce("Download link created. The link and code are shown once.");
    },
  });
  const form = useActionForm({
    schema: linkInput,
    values: { expiresInDays: "7" },
    toInput: ({ expiresInDays }) => ({ expiresInDays: Number(expiresInDays) }),
    send: (input) => make.mutateAsync(input),
  });
  if (make.data) return <MadeLink requestId={requestId} made={make.data} onClose={onClose} />;
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title="Create download link"
      description="The link downloads the package once, together with the code. Five wrong codes close the link. Any earlier link stops working."
      submit="Create link"
    >
      <Select label="Valid for" {...form.field("expiresInDays")} options={choices} data-autofocus="" />
    </FormDialog>
  );
}

type MadeLinkProps = { requestId: string; made: MadeLinkDto; onClose: () => void };

function MadeLink({ requestId, made: { url, code, link }, onClose }: MadeLinkProps) {
  const environment = useEnvironment();
  const [isWriting, setWriting] = useState(false);
  const request = useQueryClient().getQueryData(requestQueries.one(environment, requestId).queryKey);
  if (isWriting)
    return (
      <MessageDialog
        request={{ id: requestId, status: "open", language: request?.language ?? "en" }}
        kind="ready"
        link={url}
        onClose={() => setWriting(false)}
      />
    );
  return (
    <Dialog
      open
      danger
      onClose={onClose}
      size="md"
      title="Download link and code"
      description="The link and code are shown only once. Send the link. Give the code separately, by phone or in person."
      footer={
        <>
          <Button icon={<Mail />} onClick={() => setWriting(true)}>
            Write message with the link…
          </Button>
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <CopyField label="Link" value={url} />
        <CopyField label="Code" value={code} />
        <p className="text-sm text-ink-muted">
          Valid until <Exact at={link.expiresAt} />.
        </p>
      </div>
    </Dialog>
  );
}
