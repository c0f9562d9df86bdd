"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { toastProblem } from "@/components/shell/problem";
import { redactionActions, redactionQueries } from "@/lib/redactions/client";

const pollMs = 700;

/** Follows a bulk redaction, and offers its actions. */
export function useRedaction(id: string) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const { queryKey } = redactionQueries.one(environment, id);
  const query = useQuery({
    ...redactionQueries.one(environment, id),
    enabled: id !== "",
    refetchInterval: ({ state }) => (state.data?.status === "running" ? pollMs : false),
  });
  const action = useMutation({
    mutationFn: (name: "pause" | "resume" | "stop") => redactionActions.act(environment, id, name),
    onSuccess: (answer) => client.setQueryData(queryKey, answer),
    onError: (error) => toastProblem("The redaction could not be changed", error),
  });
  return { query, action };
}
