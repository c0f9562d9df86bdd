"use client";

import { useQuery } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { BarChart } from "@/components/ui/bar-chart";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { apiKeyQueries } from "@/lib/api-keys/client";
import type { ApiKeyDto, UsageDto } from "@/lib/api-keys/schema";
import { dayAndMonth } from "@/lib/format/date";
import { counted } from "@/lib/format/number";
import { nameOf } from "./key-words";

function Chart({ usage: { data, total } }: { usage: UsageDto }) {
  return (
    <>
      <p className="mb-3 font-medium">{counted(total, "call")}</p>
      <BarChart
        caption="Calls per day, last 30 days"
        unit="Calls"
        data={data.map(({ day, calls }) => ({ label: dayAndMonth(day), value: calls }))}
      />
    </>
  );
}

/** Shows how often a key was used in the last 30 days. */
export default function UsageDialog({ apiKey, onClose }: { apiKey: ApiKeyDto; onClose: () => void }) {
  const environment = useEnvironment();
  const { data, error, refetch } = useQuery(apiKeyQueries.usage(environment, apiKey.id));
  return (
    <Dialog
      open
      onClose={onClose}
      size="md"
      title={`Use of ${nameOf(apiKey)}`}
      description="Calls per day (UTC) in the last 30 days, also those that were refused for want of a scope. The last half minute may be missing."
      footer={<Button onClick={onClose}>Close</Button>}
    >
      {data ? <Chart usage={data} /> : null}
      {error && !data ? (
        <ErrorState title="The use could not be loaded" {...problemOf(error)} onRetry={() => refetch()} />
      ) : null}
      {data || error ? null : <Skeleton className="h-48" />}
    </Dialog>
  );
}
