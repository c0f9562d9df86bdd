"use client";

import { useQuery } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf, toastProblem } from "@/components/shell/problem";
import { useSecretAction } from "@/components/shell/use-secret-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { JsonView } from "@/components/ui/json-view";
import { Skeleton } from "@/components/ui/skeleton";
import { Table } from "@/components/ui/table";
import { useExact } from "@/components/ui/time-zone";
import { toast } from "@/components/ui/toast";
import { webhookActions, webhookQueries } from "@/lib/webhooks/client";
import type { DeliveryDetailDto } from "@/lib/webhooks/schema";

const columns = [
  { key: "number", header: "Attempt", align: "right", width: "4rem" },
  { key: "at", header: "Started (UTC)" },
  { key: "status", header: "HTTP status", align: "right" },
  { key: "time", header: "Duration", align: "right" },
  { key: "size", header: "Answer", align: "right" },
  { key: "outcome", header: "Outcome" },
] as const;

/** What is said beside the attempts: one runs, or there is none. */
function nowWords({ tries, isBeingSent, status, attempts }: DeliveryDetailDto): string | null {
  if (isBeingSent) return "It is being sent now.";
  if (tries.length > 0) return null;
  if (attempts > 0) return "Its attempts are not stored.";
  return status === "pending" ? "It has not been sent yet." : "It was not sent.";
}

function Attempts({ delivery }: { delivery: DeliveryDetailDto }) {
  const now = nowWords(delivery);
  return (
    <>
      {now ? <p className="text-ink-muted">{now}</p> : null}
      {delivery.tries.length > 0 ? <TriesTable tries={delivery.tries} /> : null}
    </>
  );
}

function TriesTable({ tries }: Pick<DeliveryDetailDto, "tries">) {
  const exact = useExact();
  return (
    <Table
      caption="Attempts, the newest first"
      columns={columns}
      rows={tries.map((attempt) => ({
        id: String(attempt.number),
        cells: {
          number: attempt.number,
          at: <span className="whitespace-nowrap">{exact(attempt.startedAt)}</span>,
          status: attempt.httpStatus ?? "–",
          time: attempt.durationMs === null ? "–" : `${attempt.durationMs} ms`,
          size: attempt.answerBytes === null ? "–" : `${attempt.answerBytes} B`,
          outcome: attempt.error ?? "delivered",
        },
      }))}
    />
  );
}

function Details({ delivery }: { delivery: DeliveryDetailDto }) {
  return (
    <div className="grid gap-3">
      <section className="grid gap-1">
        <h3 className="font-medium">Attempts</h3>
        <Attempts delivery={delivery} />
      </section>
      <section className="grid gap-1">
        <h3 className="font-medium">Request</h3>
        <p className="font-mono text-sm wrap-anywhere">POST {delivery.url}</p>
        {delivery.request ? (
          <JsonView
            label="Request, as it would be sent now"
            value={JSON.parse(delivery.request)}
            className="max-h-64"
          />
        ) : null}
      </section>
    </div>
  );
}

/** Shows a delivery with its request and attempts; a failed one can be retried. */
export default function DeliveryDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const environment = useEnvironment();
  const { data, error, refetch } = useQuery(webhookQueries.delivery(environment, id));
  const retry = useSecretAction(
    webhookQueries.all,
    () => webhookActions.retry(environment, id),
    () => {
      toast({ tone: "success", title: "The delivery is sent again" });
      onClose();
    },
  );
  const send = () =>
    retry.mutate(undefined, { onError: (thrown) => toastProblem("The delivery was not retried", thrown) });
  return (
    <Dialog
      open
      onClose={onClose}
      size="lg"
      title={data ? `Delivery of ${data.event}` : "Delivery"}
      description={id}
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          {data?.status === "failed" ? (
            <Button variant="primary" pending={retry.isPending} onClick={send}>
              Retry
            </Button>
          ) : null}
        </>
      }
    >
      {data ? <Details delivery={data} /> : null}
      {error && !data ? (
        <ErrorState
          title="The delivery could not be loaded"
          {...problemOf(error)}
          onRetry={() => refetch()}
        />
      ) : null}
      {data || error ? null : <Skeleton className="h-40" />}
    </Dialog>
  );
}
