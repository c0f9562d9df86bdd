import { Card } from "@/components/ui/card";
import { Pill } from "@/components/ui/pill";
import { Table } from "@/components/ui/table";
import { percent } from "@/lib/format/number";
import { few } from "@/lib/quality/policy";
import type { QualityDto } from "@/lib/quality/schema";

type Reviewer = QualityDto["reviewers"][number];

function kappaWords({ looked, kappa }: Reviewer): string {
  if (kappa !== null) return kappa.toFixed(2);
  return looked < few ? "too few" : "only one outcome";
}

const columns = [
  { key: "name", header: "Reviewer" },
  { key: "looked", header: "Second looks", align: "right" },
  { key: "agreed", header: "Same outcome", align: "right" },
  { key: "share", header: "Agreement", align: "right" },
  { key: "interval", header: "95 % interval", align: "right" },
  { key: "kappa", header: "Cohen's kappa", align: "right" },
] as const;

function rowOf(reviewer: Reviewer) {
  const { memberId, name, looked, agreed, share } = reviewer;
  return {
    id: memberId,
    cells: {
      name: <span className="wrap-anywhere">{name}</span>,
      looked: (
        <span className="inline-flex items-center gap-1.5">
          {looked < few ? <Pill tone="muted">few</Pill> : null}
          {looked}
        </span>
      ),
      agreed,
      share: share ? percent(share.value) : "—",
      interval: share ? `${percent(share.low)} to ${percent(share.high)}` : "—",
      kappa: kappaWords(reviewer),
    },
  };
}

type AgreementProps = { reviewers: readonly Reviewer[]; isOwn: boolean };

/** Shows how far second looks agree with each reviewer. */
export function AgreementCard({ reviewers, isOwn }: AgreementProps) {
  return (
    <Card title={isOwn ? "Agreement with your decisions" : "Agreement per reviewer"} flush>
      {reviewers.length > 0 ? (
        <Table
          caption="Agreement of second looks with decisions"
          columns={columns}
          rows={reviewers.map(rowOf)}
        />
      ) : (
        <p className="p-3 text-ink-muted">
          {isOwn
            ? "No second looks at your decisions of these days."
            : "No second looks at decisions of these days."}
        </p>
      )}
      <p className="border-t p-3 text-sm text-ink-muted">
        Agreement says how often another member comes to the same outcome, not who is right. Fewer than {few}{" "}
        second looks are few: the true share may be anywhere in the interval, and kappa is not shown.
      </p>
    </Card>
  );
}
