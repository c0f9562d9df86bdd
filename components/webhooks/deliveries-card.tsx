"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { ExportCsv } from "@/components/shell/export-csv";
import { Pages } from "@/components/shell/pages";
import { problemOf, toastProblem } from "@/components/shell/problem";
import { useSecretAction } from "@/components/shell/use-secret-action";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/error-state";
import { missingDialog } from "@/components/ui/missing-part";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { counted } from "@/lib/format/number";
import { webhookActions, webhookQueries } from "@/lib/webhooks/client";
import type { EndpointDto } from "@/lib/webhooks/schema";
import { DeliveriesTable } from "./deliveries-table";
import { nameOf } from "./endpoint-draft";

const DeliveryDialog = dynamic(() => import("./delivery-dialog").catch(missingDialog), { ssr: false });

const statuses = [
  { value: "", label: "All" },
  { value: "pending", label: "Pending" },
  { value: "delivered", label: "Delivered" },
  { value: "failed", label: "Failed" },
];

type View = { endpointId: string | undefined; status: string; offset: number };

type FiltersProps = {
  endpoints: readonly EndpointDto[];
  shown: EndpointDto;
  view: View;
  onChange: (view: View) => void;
};

function Filters({ endpoints, shown, view, onChange }: FiltersProps) {
  return (
    <div className="flex flex-wrap items-end gap-3 border-b p-3">
      <Select
        label="Endpoint"
        value={shown.id}
        options={endpoints.map((each) => ({ value: each.id, label: nameOf(each) }))}
        onChange={({ target }) => onChange({ ...view, endpointId: target.value, offset: 0 })}
      />
      <Select
        label="Status"
        value={view.status}
        options={statuses}
        onChange={({ target }) => onChange({ ...view, status: target.value, offset: 0 })}
      />
    </div>
  );
}

/** Lists the deliveries of one endpoint, and retries those that have failed. */
export function DeliveriesCard({ now }: { now: number }) {
  const environment = useEnvironment();
  const { data: list } = useQuery(webhookQueries.endpoints(environment));
  const [view, setView] = useState<View>({ endpointId: undefined, status: "", offset: 0 });
  const [opened, setOpened] = useState<string | null>(null);
  const endpoints = list?.data ?? [];
  const shown = endpoints.find(({ id }) => id === view.endpointId) ?? endpoints[0];
  const { data, error, refetch } = useQuery({
    ...webhookQueries.ofEndpoint(environment, shown?.id ?? "", view.status, view.offset),
    enabled: shown !== undefined,
    placeholderData: keepPreviousData,
    refetchInterval: 5_000,
  });
  const retry = useSecretAction(webhookQueries.all, webhookActions.retryAll, ({ retried }) =>
    toast({ tone: "success", title: `${counted(retried, "delivery", "deliveries")} will be sent again` }),
  );
  if (!shown) return null;
  const button = (
    <span className="flex items-center gap-1">
      <ExportCsv
        path={`/webhooks/endpoints/${encodeURIComponent(shown.id)}/deliveries`}
        name="webhook-deliveries"
        params={{ status: view.status }}
      />
      <Button
        size="sm"
        pending={retry.isPending}
        onClick={() =>
          retry.mutate(shown.id, { onError: (thrown) => toastProblem("Nothing was retried", thrown) })
        }
      >
        Retry all failed
      </Button>
    </span>
  );
  return (
    <Card
      title="Deliveries"
      flush
      aside={button}
      footer={
        <Pages
          pagination={data?.pagination}
          shown={data?.data.length ?? 0}
          onTurn={(offset) => setView({ ...view, offset })}
        />
      }
    >
      <Filters endpoints={endpoints} shown={shown} view={view} onChange={setView} />
      {error && !data ? (
        <ErrorState title="Deliveries could not be loaded" {...problemOf(error)} onRetry={() => refetch()} />
      ) : null}
      {data?.data.length === 0 ? <p className="p-3 text-ink-muted">No delivery.</p> : null}
      {data && data.data.length > 0 ? (
        <DeliveriesTable deliveries={data.data} now={now} onOpen={setOpened} />
      ) : null}
      {data || error ? null : <Skeleton className="m-3 h-40" />}
      {opened ? <DeliveryDialog id={opened} onClose={() => setOpened(null)} /> : null}
    </Card>
  );
}
