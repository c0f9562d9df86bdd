"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { announce } from "@/components/ui/announce";
import { Checkbox } from "@/components/ui/checkbox";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { TextArea } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import type { DeskDto } from "@/lib/cases/schema";
import { decisionActions } from "@/lib/decisions/client";
import { type OverrideInput, overrideInput } from "@/lib/decisions/schema";
import { sentence, words } from "@/lib/format/words";

type OverrideDialogProps = { desk: DeskDto; policy: string; onClose: () => void };

/** A person must give a reason; an API key need not. */
const schema = overrideInput.required({ reason: true });

function useOverride({ desk, policy, onClose }: OverrideDialogProps) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const { id, version, status: before } = desk.reviewCase;
  return useMutation({
    mutationFn: (input: OverrideInput) =>
      decisionActions.override(environment, id, policy, { ...input, version }),
    onSuccess: ({ status }, { passed }) => {
      const title = `${sentence(policy)} overridden: ${passed ? "passed" : "failed"}`;
      const detail =
        status === before ? undefined : `No failed check remains. The case is now ${words(status)}.`;
      toast({ tone: "success", title, detail });
      announce([title, detail].filter(Boolean).join(". "));
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: [environment, "cases", id] }),
  });
}

/** Lets a lead override the status of a check. */
export default function OverrideDialog(props: OverrideDialogProps) {
  const { desk, policy, onClose } = props;
  const check = desk.checks.find((each) => each.policy === policy);
  const save = useOverride(props);
  const form = useActionForm({
    schema,
    values: { passed: check?.status === "passed" ? "failed" : "passed", approves: false, reason: "" },
    draft: `${desk.reviewCase.id}/override ${policy}`,
    toInput: ({ passed, approves, reason }) => ({ passed: passed === "passed", approves, reason }),
    send: (input) => save.mutateAsync(input),
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title={`Override: ${sentence(policy)}`}
      description={
        <>
          Check result: {check ? words(check.status) : "none"}. Your outcome is saved as a new attempt, and
          the original result is kept.
        </>
      }
      submit="Override check"
    >
      <Select
        label="Outcome"
        {...form.field("passed")}
        data-autofocus=""
        options={[
          { value: "passed", label: "Passed" },
          { value: "failed", label: "Failed" },
        ]}
      />
      {form.watch("passed") === "passed" ? (
        <Checkbox
          label="Also approve the case"
          hint="The case is approved only if no failed check, open hit or high risk remains."
          {...form.register("approves")}
        />
      ) : null}
      <TextArea label="Reason" rows={3} {...form.field("reason", "Enter a reason. Auditors will read it.")} />
    </FormDialog>
  );
}
