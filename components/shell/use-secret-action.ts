import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { useEnvironment } from "./environment";

/**
 * Sends a change, and loads what it bears on again. Answers may contain a secret, so they are not kept.
 * @param stale the key of the queries to load again
 */
export function useSecretAction<Input, Answer>(
  stale: (environment: Environment) => QueryKey,
  send: (environment: Environment, input: Input) => Promise<Answer>,
  onDone?: (answer: Answer) => void,
) {
  const environment = useEnvironment();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => send(environment, input),
    onSuccess: onDone,
    onSettled: () => client.invalidateQueries({ queryKey: stale(environment) }),
    gcTime: 0,
  });
}
