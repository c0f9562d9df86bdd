"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf, toastProblem } from "@/components/shell/problem";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CopyableId } from "@/components/ui/copyable-id";
import { ErrorState } from "@/components/ui/error-state";
import { missingDialog } from "@/components/ui/missing-part";
import { Pill } from "@/components/ui/pill";
import { RelativeTime } from "@/components/ui/relative-time";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useExact } from "@/components/ui/time-zone";
import { toast } from "@/components/ui/toast";
import { deliveryActions, deliveryQueries } from "@/lib/delivery/client";
import type { LinkDto } from "@/lib/delivery/schema";
import { counted } from "@/lib/format/number";
import { requestQueries } from "@/lib/requests/client";
import { linkLooks } from "./words";

const LinkDialog = dynamic(() => import("./link-dialog").catch(missingDialog), { ssr: false });

type LinksCardProps = {
  requestId: string;
  /** There is a package, and the viewer works on requests. */
  mayMake: boolean;
};

const waitingMs = 10_000;
const isWaiting = ({ state }: LinkDto) => state === "open" || state === "collecting";

/** Lists the download links of the package, and the receipt of the one that was used. */
export function LinksCard({ requestId, mayMake }: LinksCardProps) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const [isMaking, setMaking] = useState(false);
  const options = deliveryQueries.links(environment, requestId);
  const links = useQuery({
    ...options,
    refetchInterval: ({ state }) => (state.data?.data.some(isWaiting) ? waitingMs : false),
  });
  const revoke = useMutation({
    mutationFn: (linkId: string) => deliveryActions.revoke(environment, requestId, linkId),
    onSuccess: (after) => {
      client.setQueryData(options.queryKey, after);
      client.invalidateQueries({
        queryKey: requestQueries.one(environment, requestId).queryKey,
        exact: true,
      });
      toast({ tone: "success", title: "Download link revoked" });
    },
    onError: (error) => toastProblem("The link was not revoked", error),
  });
  const rows = links.data?.data ?? [];
  if (links.data && rows.length === 0 && !mayMake) return null;
  return (
    <Card
      title="Download links"
      aside={
        mayMake ? (
          <Button size="sm" icon={<Link2 />} onClick={() => setMaking(true)}>
            Create download link…
          </Button>
        ) : null
      }
      flush
    >
      {links.error ? (
        <ErrorState
          title="The links could not be loaded"
          {...problemOf(links.error)}
          onRetry={() => links.refetch()}
          retrying={links.isFetching}
        />
      ) : links.data ? (
        <ul aria-label="Links" className="divide-y">
          {rows.map((link) => (
            <LinkRow
              key={link.id}
              link={link}
              onRevoke={mayMake && isWaiting(link) ? () => revoke.mutate(link.id) : undefined}
            />
          ))}
          {rows.length === 0 ? (
            <li className="p-3 text-ink-muted">
              A download link works once, with a code that you give separately.
            </li>
          ) : null}
        </ul>
      ) : (
        <SkeletonRows rows={1} label="Loading the links" />
      )}
      {isMaking ? <LinkDialog requestId={requestId} onClose={() => setMaking(false)} /> : null}
    </Card>
  );
}

function LinkRow({ link, onRevoke }: { link: LinkDto; onRevoke?: () => void }) {
  const exact = useExact();
  const look = linkLooks[link.state];
  return (
    <li className="flex flex-wrap items-center gap-2 p-3">
      <Pill tone={look.tone}>{look.word}</Pill>
      <span className="min-w-0 flex-1 text-sm text-ink-muted">
        made by {link.createdBy} <RelativeTime at={link.createdAt} />
        {link.state === "open"
          ? `, valid until ${exact(link.expiresAt)}, ${counted(link.triesLeft, "attempt")} left`
          : null}
        {link.deliveredAt ? (
          <>
            , taken <RelativeTime at={link.deliveredAt} />
          </>
        ) : null}
      </span>
      {link.sha256 ? (
        <CopyableId id={link.sha256} label="SHA-256 of the delivered package" show="middle" />
      ) : null}
      {onRevoke ? (
        <Button size="sm" onClick={onRevoke} aria-label={`Revoke the link created by ${link.createdBy}`}>
          Revoke
        </Button>
      ) : null}
    </li>
  );
}
