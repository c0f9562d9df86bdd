import { Button } from "@/components/ui/button";
import { LookPill } from "@/components/ui/look-pill";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table } from "@/components/ui/table";
import type { EndpointDeliveryDto } from "@/lib/webhooks/schema";
import { deliveryLooks } from "./delivery-looks";

type DeliveriesTableProps = {
  deliveries: readonly EndpointDeliveryDto[];
  now: number;
  onOpen: (id: string) => void;
};

const columns = [
  { key: "event", header: "Event" },
  { key: "status", header: "Status" },
  { key: "attempts", header: "Attempts", align: "right" },
  { key: "answer", header: "HTTP status", align: "right" },
  { key: "queued", header: "Queued" },
  { key: "next", header: "Next attempt" },
  { key: "open", header: <span className="sr-only">Details</span>, width: "6rem" },
] as const;

/** The deliveries of an endpoint. */
export function DeliveriesTable({ deliveries, now, onOpen }: DeliveriesTableProps) {
  return (
    <Table
      caption="Deliveries to this endpoint, the newest first"
      columns={columns}
      rows={deliveries.map((delivery) => ({
        id: delivery.id,
        cells: {
          event: (
            <span className="wrap-anywhere">
              <span className="font-mono text-sm">{delivery.event}</span>
              {[delivery.identityId, delivery.sessionId].map((id) =>
                id ? (
                  <span key={id} className="block font-mono text-sm text-ink-muted">
                    {id}
                  </span>
                ) : null,
              )}
              {delivery.lastError ? (
                <span className="block text-sm text-ink-muted">{delivery.lastError}</span>
              ) : null}
            </span>
          ),
          status: <LookPill look={deliveryLooks[delivery.status]}>{delivery.status}</LookPill>,
          attempts: `${delivery.attempts} of ${delivery.maxAttempts}`,
          answer: delivery.httpStatus ?? "–",
          queued: <RelativeTime at={delivery.createdAt} now={now} className="whitespace-nowrap" />,
          next: delivery.nextAttemptAt ? (
            <RelativeTime at={delivery.nextAttemptAt} now={now} className="whitespace-nowrap" />
          ) : (
            "–"
          ),
          open: (
            <Button
              size="sm"
              aria-label={`Details of the delivery of ${delivery.event}, ${delivery.id}`}
              onClick={() => onOpen(delivery.id)}
            >
              Details
            </Button>
          ),
        },
      }))}
    />
  );
}
