"use client";

import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { missingDialog } from "@/components/ui/missing-part";
import { Skeleton } from "@/components/ui/skeleton";
import { apiKeyQueries } from "@/lib/api-keys/client";
import type { ApiKeyDto } from "@/lib/api-keys/schema";
import { type Asked, KeysTable } from "./keys-table";

const CreateDialog = dynamic(() => import("./create-dialog").catch(missingDialog), { ssr: false });
const dialogs = {
  usage: dynamic(() => import("./usage-dialog").catch(missingDialog), { ssr: false }),
  edit: dynamic(() => import("./edit-dialog").catch(missingDialog), { ssr: false }),
  clone: dynamic(() => import("./clone-dialog").catch(missingDialog), { ssr: false }),
  revoke: dynamic(() => import("./revoke-dialog").catch(missingDialog), { ssr: false }),
};

/** Keys that are not revoked come first; each part is sorted as the API sorts. */
const inOrder = (keys: readonly ApiKeyDto[]) => [
  ...keys.filter(({ isActive }) => isActive),
  ...keys.filter(({ isActive }) => !isActive),
];

/** Lists the API keys of the page's environment. */
export function KeysCard({ now }: { now: number }) {
  const environment = useEnvironment();
  const { data, error, refetch } = useQuery(apiKeyQueries.list(environment));
  const [isCreating, setCreating] = useState(false);
  const [asked, setAsked] = useState<{ what: Asked; apiKey: ApiKeyDto } | null>(null);
  const Dialog = asked ? dialogs[asked.what] : null;
  const button = (
    <Button size="sm" icon={<Plus aria-hidden />} onClick={() => setCreating(true)}>
      Create key
    </Button>
  );
  return (
    <Card title="API keys" flush aside={button}>
      {error && !data ? (
        <ErrorState title="API keys could not be loaded" {...problemOf(error)} onRetry={() => refetch()} />
      ) : null}
      {data?.data.length === 0 ? (
        <EmptyState
          icon={<KeyRound />}
          title={`No API key in ${environment}`}
          detail="A program needs a key to use the API. Create one for each program, so that you can revoke it alone."
        />
      ) : null}
      {data && data.data.length > 0 ? (
        <KeysTable keys={inOrder(data.data)} now={now} onAsk={(what, apiKey) => setAsked({ what, apiKey })} />
      ) : null}
      {data?.pagination.hasMore ? (
        <p className="border-t p-3 text-ink-muted">
          These are the newest {data.data.length} keys. GET /api/v1/api-keys lists all.
        </p>
      ) : null}
      {data || error ? null : <Skeleton className="m-3 h-40" />}
      {isCreating ? <CreateDialog onClose={() => setCreating(false)} /> : null}
      {asked && Dialog ? <Dialog apiKey={asked.apiKey} onClose={() => setAsked(null)} /> : null}
    </Card>
  );
}
