import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { type CsvColumn, csvStream } from "@/lib/csv/stream";
import { listEndpointDeliveries } from "@/lib/webhooks/read";
import type { DeliveryFilter, EndpointDeliveryDto, EndpointParams } from "@/lib/webhooks/schema";

/** The columns of the list, named as on the screen, and those that a table has room for. */
export const deliveryCsv: readonly CsvColumn<EndpointDeliveryDto>[] = [
  { header: "Event", value: (row) => row.event },
  { header: "Status", value: (row) => row.status },
  { header: "Attempts", value: (row) => row.attempts },
  { header: "HTTP status", value: (row) => row.httpStatus },
  { header: "Queued", value: (row) => row.createdAt },
  { header: "Next attempt", value: (row) => row.nextAttemptAt },
  { header: "Ended", value: (row) => row.endedAt },
  { header: "Last error", value: (row) => row.lastError },
  { header: "Session", value: (row) => row.sessionId },
  { header: "Identity", value: (row) => row.identityId },
  { header: "Delivery", value: (row) => row.id },
];

/**
 * Streams the deliveries to an endpoint as CSV.
 * @throws AppError not_found
 */
export function exportDeliveries(actor: Actor, query: EndpointParams & DeliveryFilter) {
  authorize(actor, "webhooks:read");
  return csvStream(
    actor,
    { name: "webhook deliveries", columns: deliveryCsv, read: listEndpointDeliveries },
    query,
  );
}
