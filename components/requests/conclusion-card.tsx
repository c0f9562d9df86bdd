import { Card } from "@/components/ui/card";
import type { RequestDto } from "@/lib/requests/schema";
import { outcomeNames } from "./words";

/** Shows the conclusion about an objection or a complaint. */
export function ConclusionCard({ request: { outcome, reasons } }: { request: RequestDto }) {
  if (!outcome) return null;
  return (
    <Card title="Conclusion" aside={outcomeNames[outcome]}>
      <p className="whitespace-pre-wrap">
        {reasons.conclusion ?? "Only members who answer requests can see the reason."}
      </p>
    </Card>
  );
}
