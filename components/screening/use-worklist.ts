"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Reason } from "@/components/cases/hit-dialog";
import { useEnvironment } from "@/components/shell/environment";
import { toastProblem } from "@/components/shell/problem";
import { announce } from "@/components/ui/announce";
import { toast } from "@/components/ui/toast";
import { caseQueries } from "@/lib/cases/client";
import { queueActions } from "@/lib/queue/client";
import { reopenHits, resolveHits } from "@/lib/screening/client";
import type { HitRowDto } from "@/lib/screening/schema";
import type { Asked } from "./worklist-dialog";

const undoMs = 10_000;

/** The row gets the focus, because the button that was pressed has gone with the change. */
const focusRow = (id: string) =>
  document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });

/** Claims cases, and resolves and reopens their hits. The list is read again afterwards. */
export function useWorklist() {
  const environment = useEnvironment();
  const client = useQueryClient();
  const reread = async (row: HitRowDto) => {
    await client.invalidateQueries({ queryKey: caseQueries.all(environment) });
    focusRow(row.id);
  };
  const claim = useMutation({
    mutationFn: (row: HitRowDto) => queueActions.claim(environment, row.caseId ?? ""),
    onSuccess: (_, row) => {
      announce("Case claimed. You can resolve its hits.");
      return reread(row);
    },
    onError: (error) => toastProblem("The case was not claimed", error),
  });
  const reopen = useMutation({
    mutationFn: (row: HitRowDto) => reopenHits(environment, row.checkId, [row.hit.id]),
    onSuccess: (_, row) => {
      announce("Hit reopened");
      return reread(row);
    },
    onError: (error) => toastProblem("The hit was not reopened", error),
  });
  const resolve = useMutation({
    mutationFn: ({ row, resolution, reason }: Asked & { reason: Reason }) =>
      resolveHits(environment, row.checkId, resolution, { hitIds: [row.hit.id], ...reason }),
    onSuccess: (_, { row, resolution }) => {
      const done = resolution === "dismiss" ? "Hit dismissed" : "Hit confirmed";
      announce(done);
      toast({
        tone: "success",
        title: done,
        duration: undoMs,
        action: { label: "Undo", onSelect: () => reopen.mutate(row) },
      });
      return reread(row);
    },
    onError: (error) => toastProblem("The hit was not resolved", error),
  });
  return { claim, reopen, resolve, isPending: claim.isPending || reopen.isPending || resolve.isPending };
}
