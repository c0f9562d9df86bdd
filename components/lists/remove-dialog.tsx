"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { problemOf } from "@/components/shell/problem";
import type { Environment } from "@/components/shell/top-controls";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import { exactUtc } from "@/lib/format/date";
import { sentence } from "@/lib/format/words";
import { listActions, listQueries } from "@/lib/lists/client";
import type { ListEntryDto } from "@/lib/lists/schema";

type RemoveDialogProps = {
  environment: Environment;
  entry: ListEntryDto;
  open: boolean;
  onClose: () => void;
};

/** An entry cannot be put back by hand, so it is asked for once more. */
export default function RemoveDialog({ environment, entry, open, onClose }: RemoveDialogProps) {
  const client = useQueryClient();
  const what = `${sentence(entry.kind)} ${entry.value ?? ""}`.trim();
  const remove = useMutation({
    mutationFn: () => listActions.remove(environment, entry.id),
    onSuccess: () => {
      toast({ tone: "success", title: "Removed from the blocklist", detail: what });
      announce(`${what} removed from the blocklist`);
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: listQueries.all(environment) }),
  });
  return (
    <Dialog
      open={open}
      onClose={onClose}
      danger
      title="Remove from the blocklist?"
      description={
        <>
          {what}, added by {entry.addedBy} on {exactUtc(entry.createdAt)}. Later sessions with it are no
          longer flagged or rejected because of it; who removed it stays in the audit log.
        </>
      }
      footer={
        <>
          <Button onClick={onClose} data-autofocus="">
            Cancel
          </Button>
          <Button variant="danger" pending={remove.isPending} onClick={() => remove.mutate()}>
            Remove
          </Button>
        </>
      }
    >
      {remove.error ? (
        <p role="alert" className="text-bad">
          {problemOf(remove.error).detail}
        </p>
      ) : null}
    </Dialog>
  );
}
