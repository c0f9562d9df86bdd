"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Lock } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf, toastProblem } from "@/components/shell/problem";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/error-state";
import { missingDialog } from "@/components/ui/missing-part";
import { Pill } from "@/components/ui/pill";
import { Skeleton } from "@/components/ui/skeleton";
import { useExact } from "@/components/ui/time-zone";
import { toast } from "@/components/ui/toast";
import { day } from "@/lib/format/date";
import { type HoldTarget, holdActions, holdQueries } from "@/lib/holds/client";
import type { HoldDto } from "@/lib/holds/schema";

const HoldDialog = dynamic(() => import("./hold-dialog").catch(missingDialog), { ssr: false });

type HoldCardProps = {
  target: HoldTarget;
  /** All its data is erased. */
  isErased?: boolean;
  /** Another identity has its sessions. A hold that stands on it can still be released. */
  isMerged?: boolean;
  mayPlace?: boolean;
};

const keeps: Record<HoldTarget["type"], string> = {
  session: "this session",
  identity: "any session of this identity, including future sessions",
  request: "the sessions accepted for this request",
};

function HoldLine({ hold, target }: { hold: HoldDto; target: HoldTarget }) {
  const exact = useExact();
  const environment = useEnvironment();
  const isElsewhere = hold.resourceType !== target.type;
  const folder = hold.resourceType === "identity" ? "identities" : "requests";
  return (
    <li>
      <span className="font-medium">{hold.reason}</span> · {hold.owner}
      {isElsewhere && hold.resourceId !== null ? (
        <>
          {" · "}
          <Link
            className="text-link"
            href={`/${environment}/${folder}/${encodeURIComponent(hold.resourceId)}`}
          >
            placed on the {hold.resourceType}
          </Link>
        </>
      ) : null}
      <span className="block text-sm text-ink-muted">
        Placed {exact(hold.createdAt)} by {hold.placedBy},{" "}
        {hold.releasedAt ? `released ${exact(hold.releasedAt)}` : `review on ${day(hold.reviewOn)}`}
      </span>
    </li>
  );
}

/** Lists the legal holds, which block every erasure, with their reasons and review days. */
export function HoldCard({ target, isErased = false, isMerged = false, mayPlace = true }: HoldCardProps) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const [isPlacing, setPlacing] = useState(false);
  const holds = useQuery(holdQueries.on(environment, target));
  const release = useMutation({
    mutationFn: (holdId: string) => holdActions.release(environment, target, holdId),
    onSuccess: (answer) => {
      client.setQueryData(holdQueries.on(environment, target).queryKey, answer);
      toast({
        tone: "success",
        title: "Hold released",
        detail: "Erasure that this hold blocked can proceed.",
      });
      announce("Hold released. Erasure that this hold blocked can proceed.");
    },
    onError: (error) => toastProblem("The hold was not released", error),
  });
  const all = holds.data?.data ?? [];
  const standing = all.filter(({ releasedAt }) => !releasedAt);
  const own = standing.find(({ resourceType }) => resourceType === target.type);
  return (
    <Card
      title="Legal hold"
      aside={
        standing.length > 0 ? (
          <Pill tone="warn" icon={<Lock />}>
            {" "}
            legal hold{" "}
          </Pill>
        ) : (
          "No legal hold"
        )
      }
      footer={
        !mayPlace ? null : own ? (
          <Button pending={release.isPending} onClick={() => release.mutate(own.id)}>
            Release hold
          </Button>
        ) : isMerged ? (
          <span className="text-sm text-ink-muted">
            This identity is merged, so a legal hold cannot be placed on it. One can be placed on the identity
            that has its sessions.
          </span>
        ) : isErased ? (
          <span className="text-sm text-ink-muted">
            This {target.type} is erased, so a legal hold cannot be placed.
          </span>
        ) : (
          <Button icon={<Lock />} disabled={!holds.data} onClick={() => setPlacing(true)}>
            Place hold…
          </Button>
        )
      }
    >
      {holds.error ? (
        <ErrorState
          title="The legal holds could not be loaded"
          {...problemOf(holds.error)}
          onRetry={() => holds.refetch()}
          retrying={holds.isFetching}
        />
      ) : !holds.data ? (
        <Skeleton className="h-10 w-full" />
      ) : all.length === 0 ? (
        <p className="text-ink-muted">
          While a legal hold is active, {keeps[target.type]} cannot be erased: not by redaction, request or
          retention.
        </p>
      ) : (
        <ul className="flex flex-col gap-2">
          {all.map((hold) => (
            <HoldLine key={hold.id} hold={hold} target={target} />
          ))}
        </ul>
      )}
      {isPlacing ? (
        <HoldDialog target={target} keeps={keeps[target.type]} onClose={() => setPlacing(false)} />
      ) : null}
    </Card>
  );
}
