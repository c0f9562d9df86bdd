"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { announce } from "@/components/ui/announce";
import { Checkbox } from "@/components/ui/checkbox";
import { useDraft } from "@/components/ui/drafts";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { TextArea } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import type { DeskDto } from "@/lib/cases/schema";
import { decisionActions } from "@/lib/decisions/client";
import { sentence, words } from "@/lib/format/words";

type OverrideDialogProps = {
  desk: DeskDto;
  policy: string;
  open: boolean;
  onClose: () => void;
};

/** A lead says what a check should have found. */
export default function OverrideDialog({ desk, policy, open, onClose }: OverrideDialogProps) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const { id, version, status: before } = desk.reviewCase;
  const check = desk.checks.find((each) => each.policy === policy);
  const [outcome, setOutcome] = useState(check?.status === "passed" ? "failed" : "passed");
  const [reason, setReason, forgetReason] = useDraft(`${id}/override ${policy}`, "");
  const [approves, setApproves] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const save = useMutation({
    mutationFn: () =>
      decisionActions.override(environment, id, policy, {
        passed: outcome === "passed",
        reason: reason.trim(),
        approves,
        version,
      }),
    onSuccess: ({ status }) => {
      const title = `${sentence(policy)} overridden: ${outcome}`;
      const detail =
        status === before ? undefined : `No failed check remains. The case is now ${words(status)}.`;
      toast({ tone: "success", title, detail });
      forgetReason();
      announce([title, detail].filter(Boolean).join(". "));
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: [environment, "cases", id] }),
  });
  const send = () => {
    if (!reason.trim()) return setMissing(true);
    if (!save.isPending) save.mutate();
  };
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={`Override: ${sentence(policy)}`}
      description={
        <>
          Check result: {check ? words(check.status) : "none"}. Your outcome is saved as a new attempt, and
          the original result is kept.
        </>
      }
      submit="Override check"
      onSubmit={send}
      pending={save.isPending}
    >
      <Select
        label="Outcome"
        value={outcome}
        data-autofocus=""
        options={[
          { value: "passed", label: "Passed" },
          { value: "failed", label: "Failed" },
        ]}
        onChange={(event) => setOutcome(event.target.value)}
      />
      {outcome === "passed" ? (
        <Checkbox
          label="Also approve the case"
          hint="The case is approved only if no failed check, open hit or high risk remains."
          checked={approves}
          onChange={(event) => setApproves(event.target.checked)}
        />
      ) : null}
      <TextArea
        label="Reason"
        required
        rows={3}
        maxLength={4000}
        value={reason}
        error={
          save.error
            ? problemOf(save.error).detail
            : isMissing && !reason.trim()
              ? "Enter a reason. Auditors will read it."
              : undefined
        }
        onChange={(event) => setReason(event.target.value)}
      />
    </FormDialog>
  );
}
