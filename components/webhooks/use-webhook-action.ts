import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import type { Environment } from "@/lib/actor/actor";
import { webhookQueries } from "@/lib/webhooks/client";

/** Sends a change of webhooks, and loads their lists again. Answers may contain a secret, so they are not kept. */
export function useWebhookAction<Input, Answer>(
  send: (environment: Environment, input: Input) => Promise<Answer>,
  onDone?: (answer: Answer) => void,
) {
  const environment = useEnvironment();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => send(environment, input),
    onSuccess: onDone,
    onSettled: () => client.invalidateQueries({ queryKey: webhookQueries.all(environment) }),
    gcTime: 0,
  });
}
