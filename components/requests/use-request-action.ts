import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { announce } from "@/components/ui/announce";
import { toast } from "@/components/ui/toast";
import { type RequestAction, requestActions, requestQueries } from "@/lib/requests/client";

type Act = {
  action: RequestAction;
  body?: object;
  said: string;
  /** Shows no message, because the result is visible anyway. */
  isQuiet?: boolean;
};

/**
 * Runs an action on a request. The answer replaces the request in the cache. A failure is shown as a message unless
 * the caller shows it.
 */
export function useRequestAction(id: string, onDone?: () => void) {
  const environment = useEnvironment();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ action, body = {} }: Act) => requestActions.act(environment, id, action, body),
    onSuccess: (request, { said, isQuiet }) => {
      client.setQueryData(requestQueries.one(environment, id).queryKey, request);
      client.invalidateQueries({ queryKey: [environment, "requests", "list"] });
      client.invalidateQueries({ queryKey: [environment, "requests", id, "plan"] });
      if (!isQuiet) toast({ tone: "success", title: said });
      announce(said);
      onDone?.();
    },
    onError: (error) => {
      if (!onDone) toast({ tone: "error", title: problemOf(error).detail ?? "The action failed." });
      client.invalidateQueries({ queryKey: requestQueries.one(environment, id).queryKey });
    },
  });
}
