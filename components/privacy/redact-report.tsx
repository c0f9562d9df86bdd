import { Check, CircleX } from "lucide-react";
import { Pill } from "@/components/ui/pill";
import { Table } from "@/components/ui/table";
import type { Tone } from "@/components/ui/tone";
import { counted } from "@/lib/format/number";
import type { BulkRedactDto } from "@/lib/privacy/schema";

type Outcome = BulkRedactDto["results"][number]["status"];

const outcomes: Record<Outcome, { tone: Tone; text: string }> = {
  deleted: { tone: "good", text: "redacted" },
  already_redacted: { tone: "muted", text: "was redacted before" },
  not_found: { tone: "bad", text: "does not exist" },
  failed: { tone: "bad", text: "failed, try again" },
};

/** What became of each session; the ones that went wrong come first. */
export function RedactReport({ results }: { results: BulkRedactDto["results"] }) {
  const isWrong = ({ status }: { status: Outcome }) => outcomes[status].tone === "bad";
  const sorted = results.toSorted((left, right) => Number(isWrong(right)) - Number(isWrong(left)));
  const wrong = results.filter(isWrong).length;
  return (
    <>
      <p role="status" className="mb-2">
        {wrong === 0
          ? "Everything went as it should."
          : `${counted(wrong, "session")} could not be redacted.`}
      </p>
      <div className="max-h-80 overflow-y-auto rounded-md border">
        <Table
          caption="Redacted sessions"
          columns={[
            { key: "id", header: "Session" },
            { key: "outcome", header: "Outcome" },
            { key: "images", header: "Images", align: "right" },
          ]}
          rows={sorted.map(({ sessionId, status, documentsRemoved }) => ({
            id: sessionId,
            cells: {
              id: <span className="font-mono text-sm">{sessionId}</span>,
              outcome: (
                <Pill
                  tone={outcomes[status].tone}
                  icon={outcomes[status].tone === "bad" ? <CircleX /> : <Check />}
                >
                  {outcomes[status].text}
                </Pill>
              ),
              images: documentsRemoved,
            },
          }))}
        />
      </div>
    </>
  );
}
