"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Radar } from "lucide-react";
import Link from "next/link";
import { useEnvironment } from "@/components/shell/environment";
import { toastProblem } from "@/components/shell/problem";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { counted } from "@/lib/format/number";
import { screeningQueries } from "@/lib/screening/client";
import { screenSession } from "@/lib/screening-checks/client";

type RunScreeningProps = {
  sessionId: string;
  mayRun: boolean;
  /** Whether they may load the watchlists that a check needs. */
  mayLoad: boolean;
  /** Reads again what else shows the checks. */
  onRun?: () => Promise<unknown>;
};

/** Runs a check and reads the checks of the session again. */
function useScreen({ sessionId, onRun }: RunScreeningProps) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const { queryKey } = screeningQueries.list(environment, sessionId);
  return useMutation({
    mutationFn: () => screenSession(environment, sessionId),
    onSuccess: async (hits) => {
      await Promise.all([client.invalidateQueries({ queryKey }), onRun?.()]);
      const title =
        hits > 0 ? `Screening check run: ${counted(hits, "hit")}` : "Screening check run: no hits";
      announce(title);
      toast({ tone: "success", title });
    },
    onError: (error) => toastProblem("The screening check was not run", error),
  });
}

/** Offers a screening check while a list that is loaded now has not been compared with a name of the session. */
export function RunScreening(props: RunScreeningProps) {
  const { sessionId, mayRun, mayLoad } = props;
  const environment = useEnvironment();
  const { data } = useQuery({ ...screeningQueries.list(environment, sessionId), enabled: mayRun });
  const screen = useScreen(props);
  if (!mayRun || !data) return null;
  if (data.watchlists === 0)
    return (
      <p className="text-sm text-ink-muted">
        No watchlist is loaded, so there is nothing to compare the person with.{" "}
        {mayLoad ? (
          <Link className="text-link" href={`/${environment}/settings/watchlists`}>
            Load a watchlist
          </Link>
        ) : (
          "A lead or compliance loads them."
        )}
      </p>
    );
  if (!data.isDue)
    return data.isComparable ? null : (
      <p className="text-sm text-ink-muted">
        No last name of the person is known, so there is nothing to compare with the watchlists.
      </p>
    );
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Button size="sm" icon={<Radar />} pending={screen.isPending} onClick={() => screen.mutate()}>
        Run screening check
      </Button>
      <p className="text-sm text-ink-muted">
        A loaded watchlist has not been compared with every name of this person yet.
      </p>
    </div>
  );
}
