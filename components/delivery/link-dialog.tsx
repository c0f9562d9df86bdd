"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { CopyField } from "@/components/ui/copy-field";
import { Dialog } from "@/components/ui/dialog";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { deliveryActions, deliveryQueries } from "@/lib/delivery/client";
import { exactUtc } from "@/lib/format/date";

type LinkDialogProps = { requestId: string; onClose: () => void };

const choices = [1, 3, 7, 14, 30].map((days) => ({
  value: String(days),
  label: days === 1 ? "1 day" : `${days} days`,
}));

/** Makes a link, and shows it with its code: once, here, and never again. */
export function LinkDialog({ requestId, onClose }: LinkDialogProps) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const [days, setDays] = useState("7");
  const make = useMutation({
    mutationFn: () => deliveryActions.create(environment, requestId, { expiresInDays: Number(days) }),
    onSuccess: () => {
      client.invalidateQueries({ queryKey: deliveryQueries.links(environment, requestId).queryKey });
      announce("Download link created. The link and code are shown once.");
    },
  });
  if (make.data)
    return (
      <Dialog
        open
        danger
        onClose={onClose}
        size="md"
        title="Download link and code"
        description="The link and code are shown only once. Send the link. Give the code separately, by phone or in person."
        footer={
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <div className="flex flex-col gap-3">
          <CopyField label="Link" value={make.data.url} />
          <CopyField label="Code" value={make.data.code} />
          <p className="text-sm text-ink-muted">Valid until {exactUtc(make.data.link.expiresAt)}.</p>
        </div>
      </Dialog>
    );
  return (
    <FormDialog
      open
      onClose={onClose}
      title="Create download link"
      description="The link downloads the package once, together with the code. Five wrong codes close the link. Any earlier link stops working."
      submit="Create link"
      onSubmit={() => {
        if (!make.isPending) make.mutate();
      }}
      pending={make.isPending}
    >
      <Select
        label="Valid for"
        value={days}
        options={choices}
        data-autofocus=""
        error={make.error ? problemOf(make.error).detail : undefined}
        onChange={(event) => setDays(event.target.value)}
      />
    </FormDialog>
  );
}
