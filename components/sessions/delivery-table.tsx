import { LookPill } from "@/components/ui/look-pill";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table } from "@/components/ui/table";
import { deliveryLooks } from "@/components/webhooks/delivery-looks";
import type { DeliveryDto } from "@/lib/webhooks/schema";
import { none } from "./looks";

const columns = [
  { key: "event", header: "Event" },
  { key: "status", header: "Status" },
  { key: "attempts", header: "Attempts", align: "right" },
  { key: "answer", header: "HTTP status", align: "right" },
  { key: "at", header: "Queued" },
] as const;

function cellsOf(delivery: DeliveryDto, now: number) {
  return {
    event: (
      <span className="block min-w-0">
        <span className="font-mono text-sm">{delivery.event}</span>
        <span className="block text-sm wrap-anywhere text-ink-muted">{delivery.url}</span>
        {delivery.lastError ? (
          <span className="block text-sm wrap-anywhere text-bad">{delivery.lastError}</span>
        ) : null}
      </span>
    ),
    status: <LookPill look={deliveryLooks[delivery.status]}>{delivery.status}</LookPill>,
    attempts: `${delivery.attempts} of ${delivery.maxAttempts}`,
    answer: delivery.httpStatus ?? none,
    at: <RelativeTime at={delivery.createdAt} now={now} className="whitespace-nowrap text-ink-muted" />,
  };
}

export function DeliveryTable({ deliveries, now }: { deliveries: readonly DeliveryDto[]; now: number }) {
  if (deliveries.length === 0)
    return <p className="p-3 text-ink-muted">No webhooks were sent for this session.</p>;
  return (
    <Table
      caption="Webhook deliveries"
      columns={columns}
      rows={deliveries.map((delivery) => ({ id: delivery.id, cells: cellsOf(delivery, now) }))}
    />
  );
}
