import { Coffee, SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { isNarrowed, type QueueState } from "./queue-state";

const nothing: Record<QueueState["tab"], string> = {
  unassigned: "Nothing is waiting. New cases appear here by themselves.",
  mine: "You hold no case. Take the next one with N on the Unassigned tab.",
  pending_second_review: "No recommendation waits for a second opinion.",
  escalated: "Nothing has been escalated.",
  all: "There is no open case.",
};

type NoCasesProps = { state: QueueState; onClear: () => void; demo?: ReactNode };

export function NoCases({ state, onClear, demo }: NoCasesProps) {
  if (isNarrowed(state))
    return (
      <EmptyState
        icon={<SearchX />}
        title="No case matches"
        detail="Ids and document numbers are compared whole."
        action={<Button onClick={onClear}>Clear filters</Button>}
      />
    );
  return <EmptyState icon={<Coffee />} title="All clear" detail={nothing[state.tab]} action={demo} />;
}
