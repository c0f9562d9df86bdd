"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { toastProblem } from "@/components/shell/problem";
import { announce } from "@/components/ui/announce";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { listActions, listQueries } from "@/lib/lists/client";
import type { BlocklistDto } from "@/lib/lists/schema";

const words = { flag: "Matches are now flagged", block: "Matches are now rejected" } as const;

/** Chooses what happens to a later session that matches. A change can be undone. */
export function MatchMode({ mayWrite }: { mayWrite: boolean }) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const { queryKey } = listQueries.blocklist(environment);
  const { data } = useQuery(listQueries.blocklist(environment));
  const change = useMutation({
    mutationFn: ({ to }: { to: BlocklistDto["matchMode"]; isUndo?: boolean }) =>
      listActions.update(environment, { matchMode: to }),
    onSuccess: (saved, { isUndo }) => {
      const before = data?.matchMode;
      client.setQueryData(queryKey, saved);
      announce(words[saved.matchMode]);
      toast({
        tone: "success",
        title: words[saved.matchMode],
        detail: "This applies to new sessions only.",
        ...(before &&
          !isUndo && {
            action: { label: "Undo", onSelect: () => change.mutate({ to: before, isUndo: true }) },
          }),
      });
    },
    onError: (error) => toastProblem("The blocklist was not changed", error),
  });
  if (!data) return null;
  if (!mayWrite) return <span className="text-ink-muted">{words[data.matchMode]}</span>;
  return (
    <Select
      label="New sessions that match"
      hideLabel
      value={data.matchMode}
      disabled={change.isPending}
      options={(["flag", "block"] as const).map((value) => ({ value, label: words[value] }))}
      onChange={(event) => change.mutate({ to: event.target.value as BlocklistDto["matchMode"] })}
    />
  );
}
