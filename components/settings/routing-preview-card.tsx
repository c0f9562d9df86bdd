import { Card } from "@/components/ui/card";
import { Table } from "@/components/ui/table";
import { thousands } from "@/lib/format/number";
import type { RoutingPreviewDto } from "@/lib/settings/schema";

/** Where the cases that are open now would go. */
export function RoutingPreviewCard({ preview }: { preview: RoutingPreviewDto | undefined }) {
  return (
    <Card title="If they came in now" aside={preview ? `${thousands(preview.cases)} open cases` : "…"} flush>
      {preview && preview.queues.length > 0 ? (
        <Table
          caption="Open cases by queue, under these rules and now"
          columns={[
            { key: "queue", header: "Queue" },
            { key: "now", header: "Holds now", align: "right" },
            { key: "would", header: "Would get", align: "right" },
          ]}
          rows={preview.queues.map(({ queue, count, now }) => ({
            id: queue,
            cells: { queue, now: thousands(now), would: thousands(count) },
          }))}
        />
      ) : (
        <p className="p-3 text-ink-muted">{preview ? "No case is open to try the rules on." : "Counting…"}</p>
      )}
      {preview?.isBounded ? (
        <p className="border-t px-3 py-2 text-sm text-ink-muted">Of the newest 1 000 open cases.</p>
      ) : null}
    </Card>
  );
}
