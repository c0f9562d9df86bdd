"use client";

import { useQuery } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { ConfirmField } from "@/components/ui/confirm-field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { counted } from "@/lib/format/number";
import type { PlanDto } from "@/lib/privacy/schema";
import { requestQueries } from "@/lib/requests/client";
import { eraseInput, type RequestDto } from "@/lib/requests/schema";
import { useRequestAction } from "./use-request-action";

type EraseDialogProps = { request: RequestDto; relationEndedOn: string; onClose: () => void };

/** Shows the numbers of erased and kept records, and asks for the id. */
export default function EraseDialog({ request, relationEndedOn, onClose }: EraseDialogProps) {
  const environment = useEnvironment();
  const plan = useQuery(requestQueries.plan(environment, request.id, relationEndedOn));
  const act = useRequestAction(request.id, onClose);
  const form = useActionForm({
    schema: eraseInput,
    values: { confirm: "" },
    toInput: ({ confirm }) => ({ confirm, relationEndedOn }),
    send: (body) => act.mutateAsync({ action: "erase", body, said: "Eligible data erased" }),
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      danger
      size="md"
      title="Erase eligible data?"
      submit="Erase data"
      disabled={form.watch("confirm").trim() !== request.id}
    >
      {plan.data ? <Counts counts={plan.data.counts} /> : <Skeleton className="h-16 w-full" />}
      <ConfirmField text={request.id} {...form.field("confirm")} />
    </FormDialog>
  );
}

function Counts({ counts }: Pick<PlanDto, "counts">) {
  return (
    <ul className="list-disc pl-5">
      <li>{counted(counts.erase, "session")} will be erased. This cannot be undone.</li>
      <li>
        {counted(counts.keep, "session")} retained by law: restricted now, erased automatically on the date
        shown.
      </li>
      <li>{counted(counts.held, "session")} on legal hold: can be erased when the hold is released.</li>
      {counts.undecided > 0 ? (
        <li>
          {counted(counts.undecided, "session")} with an open case: erased once the case is decided and no law
          keeps it.
        </li>
      ) : null}
    </ul>
  );
}
