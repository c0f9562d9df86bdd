"use client";

import { useActionForm } from "@/components/shell/use-action-form";
import { useSecretAction } from "@/components/shell/use-secret-action";
import { FormDialog } from "@/components/ui/form-dialog";
import { toast } from "@/components/ui/toast";
import { ssoActions, ssoQueries } from "@/lib/single-sign-on/client";
import { type ConnectionDto, emptyInput } from "@/lib/single-sign-on/schema";
import { ChangeList } from "./change-list";

type SwitchDialogProps = { connection: ConnectionDto; onClose: () => void };

/** Asks before a connection is switched on or off. */
export default function SwitchDialog({ connection, onClose }: SwitchDialogProps) {
  const { id, name, enabled } = connection;
  const [before, after] = enabled ? ["on", "off"] : ["off", "on"];
  const flip = useSecretAction(
    ssoQueries.all,
    (environment) => ssoActions.update(environment, id, { enabled: !enabled }),
    () => {
      toast({ tone: "success", title: `${name} is ${after}` });
      onClose();
    },
  );
  const form = useActionForm({ schema: emptyInput, values: {}, send: () => flip.mutateAsync(undefined) });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      danger={enabled}
      title={`Switch ${name} ${after}?`}
      description={
        enabled
          ? "The sign-ins by this connection end at once."
          : "Members can then sign in by this connection."
      }
      submit={`Switch ${after}`}
    >
      <ChangeList changes={[{ label: name, before, after }]} />
    </FormDialog>
  );
}
