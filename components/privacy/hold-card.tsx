"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Lock } from "lucide-react";
import { useState } from "react";
import { problemOf, toastProblem } from "@/components/shell/problem";
import type { Environment } from "@/components/shell/top-controls";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/error-state";
import { Pill } from "@/components/ui/pill";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { exactUtc } from "@/lib/format/date";
import { holdActions, privacyQueries } from "@/lib/privacy/client";
import { HoldDialog } from "./hold-dialog";

type HoldCardProps = { environment: Environment; sessionId: string; isRedacted: boolean };

/** Legal holds: what stops every path to erasure, why, and until somebody looks again. */
export function HoldCard({ environment, sessionId, isRedacted }: HoldCardProps) {
  const client = useQueryClient();
  const [isPlacing, setPlacing] = useState(false);
  const holds = useQuery(privacyQueries.holds(environment, sessionId));
  const release = useMutation({
    mutationFn: (holdId: string) => holdActions.release(environment, sessionId, holdId),
    onSuccess: (answer) => {
      client.setQueryData(privacyQueries.holds(environment, sessionId).queryKey, answer);
      toast({ tone: "success", title: "Hold released", detail: "What it stopped may go on." });
      announce("Hold released. What it stopped may go on.");
    },
    onError: (error) => toastProblem("The hold was not released", error),
  });
  const all = holds.data?.data ?? [];
  const standing = all.find(({ releasedAt }) => !releasedAt);
  return (
    <Card
      title="Legal hold"
      aside={
        standing ? (
          <Pill tone="warn" icon={<Lock />}>
            held
          </Pill>
        ) : (
          "none stands"
        )
      }
      footer={
        standing ? (
          <Button pending={release.isPending} onClick={() => release.mutate(standing.id)}>
            Release the hold
          </Button>
        ) : isRedacted ? (
          <span className="text-sm text-ink-muted">This session is erased; there is nothing to hold.</span>
        ) : (
          <Button icon={<Lock />} disabled={!holds.data} onClick={() => setPlacing(true)}>
            Place a hold…
          </Button>
        )
      }
    >
      {holds.error ? (
        <ErrorState
          title="The holds could not be read"
          {...problemOf(holds.error)}
          onRetry={() => holds.refetch()}
          retrying={holds.isFetching}
        />
      ) : !holds.data ? (
        <Skeleton className="h-10 w-full" />
      ) : all.length === 0 ? (
        <p className="text-ink-muted">
          While a hold stands nothing erases this session: no redaction, no request, no retention.
        </p>
      ) : (
        <ul className="flex flex-col gap-2">
          {all.map((hold) => (
            <li key={hold.id}>
              <span className="font-medium">{hold.reason}</span> · {hold.owner}
              <span className="block text-sm text-ink-muted">
                placed {exactUtc(hold.createdAt)} by {hold.placedBy},{" "}
                {hold.releasedAt
                  ? `released ${exactUtc(hold.releasedAt)}`
                  : `looked at again on ${hold.reviewOn}`}
              </span>
            </li>
          ))}
        </ul>
      )}
      {isPlacing ? (
        <HoldDialog environment={environment} sessionId={sessionId} onClose={() => setPlacing(false)} />
      ) : null}
    </Card>
  );
}
