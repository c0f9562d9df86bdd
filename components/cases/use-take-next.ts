"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf, toastProblem } from "@/components/shell/problem";
import { toast } from "@/components/ui/toast";
import { memberQueries, updateWorkload } from "@/lib/members/client";
import { queueActions } from "@/lib/queue/client";
import { deskPath, type TakenTab } from "./desk-path";

/** Claims the oldest case of a tab and opens its desk. */
export function useTakeNext(tab: TakenTab) {
  const environment = useEnvironment();
  const router = useRouter();
  const client = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: () => queueActions.next(environment, tab),
    onSuccess: ({ id }) => router.push(deskPath(environment, id, tab)),
    onError: (error) => {
      if (problemOf(error).status === 404)
        toast({
          tone: "info",
          title: "No unassigned cases",
          detail: "New cases appear in the queue automatically.",
        });
      else void explain(error);
    },
  });
  /** Offers a member who is away to mark themselves as back. A lead sees all members and uses Settings instead. */
  const explain = async (error: Error) => {
    const query = { ...memberQueries.workloads(environment), staleTime: 0 };
    const own = await client.fetchQuery(query).catch(() => null);
    const [member, ...others] = own?.data ?? [];
    const isAway = Date.parse(member?.awayUntil ?? "") > Date.now();
    if (!member || others.length > 0 || !isAway) return toastProblem("No case was claimed", error);
    const back = async () => {
      try {
        await updateWorkload(environment, member.id, { awayUntil: null });
        mutate();
      } catch (problem) {
        toastProblem("You are still marked as away", problem);
      }
    };
    const { detail, requestId } = problemOf(error);
    const action = { label: "Mark me as back", onSelect: () => void back() };
    toast({ tone: "error", title: "No case was claimed", detail, requestId, action });
  };
  return {
    isPending,
    run: () => {
      if (!isPending) mutate();
    },
  };
}
