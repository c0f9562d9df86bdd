import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { useGo } from "@/components/shell/leaving";
import { toastProblem } from "@/components/shell/problem";
import { announce } from "@/components/ui/announce";
import { forgetDrafts } from "@/components/ui/drafts";
import { toast } from "@/components/ui/toast";
import { qualityActions, qualityQueries } from "@/lib/quality/client";
import type { LookInput } from "@/lib/quality/schema";

/** Returns a function that says how a second look ended and goes back to the list. */
function useLeave(lookId: string) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const go = useGo();
  return async (title: string, detail?: string) => {
    forgetDrafts(lookId);
    announce([title, detail].filter(Boolean).join(". "));
    toast({ tone: "success", title, detail });
    await client.invalidateQueries({ queryKey: qualityQueries.all(environment) });
    go(`/${environment}/quality`);
  };
}

/** Records the outcome of a second look, and says whether the decision was the same. */
export function useRecord(lookId: string) {
  const environment = useEnvironment();
  const leave = useLeave(lookId);
  return useMutation({
    mutationFn: (input: LookInput) => qualityActions.record(environment, lookId, input),
    onSuccess: ({ agrees }) =>
      leave(
        "Second look recorded",
        agrees ? "The decision has the same outcome." : "The decision has the other outcome.",
      ),
  });
}

/** Releases a second look to other members. */
export function useRelease(lookId: string) {
  const environment = useEnvironment();
  const leave = useLeave(lookId);
  return useMutation({
    mutationFn: () => qualityActions.release(environment, lookId),
    onSuccess: () => leave("Second look released"),
    onError: (error) => toastProblem("The second look was not released", error),
  });
}
