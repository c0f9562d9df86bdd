import { Card } from "@/components/ui/card";
import { Table } from "@/components/ui/table";
import { thousands } from "@/lib/format/number";
import type { RoutingPreviewDto } from "@/lib/settings/schema";

/** Shows which queues the open cases would go to. */
export function RoutingPreviewCard({ preview }: { preview: RoutingPreviewDto | undefined }) {
  return (
    <Card title="Routing preview" aside={preview ? `${thousands(preview.cases)} open cases` : "…"} flush>
      {preview && preview.queues.length > 0 ? (
        <Table
          caption="Open cases by queue, now and with these rules"
          columns={[
            { key: "queue", header: "Queue" },
            { key: "now", header: "Open now", align: "right" },
            { key: "would", header: "With these rules", align: "right" },
          ]}
          rows={preview.queues.map(({ queue, count, now }) => ({
            id: queue,
            cells: { queue, now: thousands(now), would: thousands(count) },
          }))}
        />
      ) : (
        <p className="p-3 text-ink-muted">
          {preview ? "No open cases to preview the rules with." : "Counting…"}
        </p>
      )}
      {preview?.isBounded ? (
        <p className="border-t px-3 py-2 text-sm text-ink-muted">Based on the newest 1 000 open cases.</p>
      ) : null}
    </Card>
  );
}
