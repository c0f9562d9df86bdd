"use client";

import { useQuery } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { ConfirmByTyping } from "@/components/ui/confirm-by-typing";
import { Dialog } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { counted } from "@/lib/format/number";
import { requestQueries } from "@/lib/requests/client";
import type { RequestDto } from "@/lib/requests/schema";
import { useRequestAction } from "./use-request-action";

type EraseDialogProps = {
  request: RequestDto;
  relationEndedOn: string;
  onClose: () => void;
};

/** Says in numbers what goes for good and what stays, and wants the id typed. */
export function EraseDialog({ request, relationEndedOn, onClose }: EraseDialogProps) {
  const environment = useEnvironment();
  const plan = useQuery(requestQueries.plan(environment, request.id, relationEndedOn));
  const act = useRequestAction(request.id, onClose);
  const cancel = () => (act.isPending ? undefined : onClose());
  const counts = plan.data?.counts;
  return (
    <Dialog open onClose={cancel} title="Erase eligible data?" danger size="md">
      <ConfirmByTyping
        text={request.id}
        actionLabel="Erase data"
        onConfirm={() =>
          act.mutate({
            action: "erase",
            body: { confirm: request.id, ...(relationEndedOn && { relationEndedOn }) },
            said: "Eligible data erased",
          })
        }
        onCancel={cancel}
        pending={act.isPending}
        error={act.error ? problemOf(act.error).detail : undefined}
      >
        {counts ? (
          <ul className="list-disc pl-5">
            <li>{counted(counts.erase, "session")} will be erased. This cannot be undone.</li>
            <li>
              {counted(counts.keep, "session")} retained by law: restricted now, erased automatically on the
              date shown.
            </li>
            <li>{counted(counts.held, "session")} on legal hold: can be erased when the hold is released.</li>
            {counts.undecided > 0 ? (
              <li>
                {counted(counts.undecided, "session")} with an open case: erased once the case is decided and
                no law keeps it.
              </li>
            ) : null}
          </ul>
        ) : (
          <Skeleton className="h-16 w-full" />
        )}
      </ConfirmByTyping>
    </Dialog>
  );
}
