"use client";

import { z } from "zod";
import { useActionForm } from "@/components/shell/use-action-form";
import { useSecretAction } from "@/components/shell/use-secret-action";
import { ConfirmField } from "@/components/ui/confirm-field";
import { FormDialog } from "@/components/ui/form-dialog";
import { toast } from "@/components/ui/toast";
import { counted } from "@/lib/format/number";
import { ssoActions, ssoQueries } from "@/lib/single-sign-on/client";
import type { ConnectionDto } from "@/lib/single-sign-on/schema";

type DeleteDialogProps = { connection: ConnectionDto; onClose: () => void };

/** Asks before a connection is deleted. */
export default function DeleteDialog({ connection, onClose }: DeleteDialogProps) {
  const { id, name, members } = connection;
  const remove = useSecretAction(
    ssoQueries.all,
    (environment) => ssoActions.remove(environment, id),
    ({ endedSignIns }) => {
      toast({
        tone: "success",
        title: `${name} deleted`,
        detail: `${counted(endedSignIns, "sign-in")} ended.`,
      });
      onClose();
    },
  );
  const form = useActionForm({
    schema: z.object({ name: z.literal(name, `Type ${name}.`) }),
    values: { name: "" },
    afresh: ["name"],
    send: () => remove.mutateAsync(undefined),
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      danger
      title={`Delete ${name}?`}
      description={`Its client secret and its links to ${counted(members, "member")} are erased, and the sign-ins by it end. Members stay. This cannot be undone.`}
      submit="Delete"
    >
      <ConfirmField text={name} {...form.field("name")} />
    </FormDialog>
  );
}
