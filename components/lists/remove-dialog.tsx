"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { exactUtc } from "@/lib/format/date";
import { sentence } from "@/lib/format/words";
import { listActions, listQueries } from "@/lib/lists/client";
import { type ListEntryDto, removalReasons } from "@/lib/lists/schema";

type RemoveDialogProps = {
  entry: ListEntryDto;
  open: boolean;
  onClose: () => void;
};

/** An entry cannot be put back by hand, so it is asked for once more. */
export default function RemoveDialog({ entry, open, onClose }: RemoveDialogProps) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const what = `${sentence(entry.kind)} ${entry.value ?? ""}`.trim();
  const [reason, setReason] = useState("");
  const [isMissing, setMissing] = useState(false);
  const remove = useMutation({
    mutationFn: (why: (typeof removalReasons)[number]) => listActions.remove(environment, entry.id, why),
    onSuccess: () => {
      toast({ tone: "success", title: "Removed from the blocklist", detail: what });
      announce(`${what} removed from the blocklist`);
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: listQueries.all(environment) }),
  });
  const send = () => {
    const why = removalReasons.find((each) => each === reason);
    if (!why) return setMissing(true);
    if (!remove.isPending) remove.mutate(why);
  };
  return (
    <Dialog
      open={open}
      onClose={onClose}
      danger
      title="Remove entry from the blocklist?"
      description={
        <>
          {what}, added by {entry.addedBy} on {exactUtc(entry.createdAt)}. New sessions with this value are no
          longer flagged or rejected. The audit log records who removed the entry and why.
        </>
      }
      footer={
        <>
          <Button onClick={onClose} data-autofocus="">
            Cancel
          </Button>
          <Button variant="danger" pending={remove.isPending} onClick={send}>
            Remove
          </Button>
        </>
      }
    >
      <Select
        label="Reason"
        required
        value={reason}
        error={
          remove.error
            ? problemOf(remove.error).detail
            : isMissing && !reason
              ? "Choose a reason. Auditors will read it."
              : undefined
        }
        options={[
          { value: "", label: "Choose a reason" },
          ...removalReasons.map((each) => ({ value: each, label: sentence(each) })),
        ]}
        onChange={(event) => setReason(event.target.value)}
      />
    </Dialog>
  );
}
