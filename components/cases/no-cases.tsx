import { Coffee, SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { isNarrowed, type QueueState } from "./queue-state";

const nothing: Record<QueueState["tab"], string> = {
  unassigned: "No unassigned cases. New cases appear here automatically.",
  mine: "You have no claimed cases. Press N on the Unassigned tab to claim the next one.",
  pending_second_review: "No cases are waiting for a second review.",
  escalated: "No escalated cases.",
  all: "No open cases.",
};

type NoCasesProps = { state: QueueState; onClear: () => void; demo?: ReactNode };

export function NoCases({ state, onClear, demo }: NoCasesProps) {
  if (isNarrowed(state))
    return (
      <EmptyState
        icon={<SearchX />}
        title="No matching cases"
        detail="IDs and document numbers must match exactly. Remove a filter or clear all."
        action={<Button onClick={onClear}>Clear filters</Button>}
      />
    );
  return <EmptyState icon={<Coffee />} title="All clear" detail={nothing[state.tab]} action={demo} />;
}
