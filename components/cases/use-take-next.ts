"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { problemOf, toastProblem } from "@/components/shell/problem";
import type { Environment } from "@/components/shell/top-controls";
import { toast } from "@/components/ui/toast";
import { caseActions } from "@/lib/cases/client";
import { deskPath, type TakenTab } from "./desk-path";

/** Takes the oldest case of a tab and opens its desk. */
export function useTakeNext(environment: Environment, tab: TakenTab) {
  const router = useRouter();
  const { mutate, isPending } = useMutation({
    mutationFn: () => caseActions.next(environment, tab),
    onSuccess: ({ id }) => router.push(deskPath(environment, id, tab)),
    onError: (error) => {
      if (problemOf(error).status === 404)
        toast({
          tone: "info",
          title: "Nothing is waiting",
          detail: "You will see the next case as it comes in.",
        });
      else toastProblem("No case was taken", error);
    },
  });
  return {
    isPending,
    run: () => {
      if (!isPending) mutate();
    },
  };
}
