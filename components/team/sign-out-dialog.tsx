"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { announce } from "@/components/ui/announce";
import { FormDialog } from "@/components/ui/form-dialog";
import { toast } from "@/components/ui/toast";
import { counted } from "@/lib/format/number";
import { teamActions, teamQueries } from "@/lib/team/client";
import { emptyInput } from "@/lib/team/schema";

type SignOutProps = { member: { id: string; name: string } | null; onClose: () => void };

/** Asks before a member, or everybody else, is signed out in every browser. */
export default function SignOutDialog({ member, onClose }: SignOutProps) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: () =>
      member ? teamActions.endSignIns(environment, member.id) : teamActions.endAllSignIns(environment),
    onSuccess: ({ ended }) => {
      const title = `${counted(ended, "sign-in")} ended`;
      toast({ tone: "success", title });
      announce(title);
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: teamQueries.all(environment) }),
  });
  const form = useActionForm({ schema: emptyInput, values: {}, send: () => end.mutateAsync() });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      danger
      title={member ? `Sign out ${member.name} everywhere?` : "Sign out all others?"}
      description={`${
        member ? "Every browser of this member is" : "Every browser but this one is"
      } signed out at once, and open pages and downloads end. What was not saved is lost. The account stays, and its owner can sign in again.`}
      submit={member ? "Sign out" : "Sign out all others"}
    />
  );
}
