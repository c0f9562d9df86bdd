import {
  AlarmClock,
  Check,
  ChevronDown,
  ChevronsUp,
  CircleAlert,
  Clock,
  Eye,
  TrendingUp,
  UsersRound,
  X,
} from "lucide-react";
import { type Look, LookPill } from "@/components/ui/look-pill";
import type { CaseDto, SlaState } from "@/lib/cases/schema";
import { duration } from "@/lib/format/number";
import { words } from "@/lib/format/words";

const statusLooks: Record<CaseDto["status"], Look> = {
  open: { tone: "warn", Icon: CircleAlert },
  in_review: { tone: "info", Icon: Eye },
  escalated: { tone: "orange", Icon: TrendingUp },
  pending_second_review: { tone: "violet", Icon: UsersRound },
  approved: { tone: "good", Icon: Check },
  rejected: { tone: "bad", Icon: X },
};

export function CaseStatusPill({ status }: { status: CaseDto["status"] }) {
  return <LookPill look={statusLooks[status]}>{words(status)}</LookPill>;
}

const slaLooks: Record<SlaState, Look & { word: string }> = {
  on_track: { tone: "good", Icon: Clock, word: "on track" },
  approaching: { tone: "warn", Icon: Clock, word: "SLA warning" },
  overdue: { tone: "bad", Icon: AlarmClock, word: "overdue" },
};

/** Shows how long a case has been in review, and whether it is late. */
export function SlaPill({ reviewCase }: { reviewCase: Pick<CaseDto, "sla" | "ageMinutes"> }) {
  const { word, ...look } = slaLooks[reviewCase.sla];
  const age = reviewCase.ageMinutes < 1 ? "under a minute" : duration(reviewCase.ageMinutes * 60_000);
  return (
    <LookPill look={look} title={`In review for ${age}: ${word}`}>
      {age}
      <span className="sr-only">, {word}</span>
    </LookPill>
  );
}

const priorityLooks: Record<Exclude<CaseDto["priority"], "normal">, Look> = {
  low: { tone: "muted", Icon: ChevronDown },
  high: { tone: "orange", Icon: ChevronsUp },
  urgent: { tone: "bad", Icon: ChevronsUp },
};

/** Shows only unusual priorities. */
export function PriorityPill({ priority }: { priority: CaseDto["priority"] }) {
  if (priority === "normal") return null;
  return <LookPill look={priorityLooks[priority]}>{priority} priority</LookPill>;
}
