import {
  AlarmClock,
  Check,
  ChevronDown,
  ChevronsUp,
  CircleAlert,
  Clock,
  Eye,
  type LucideIcon,
  TrendingUp,
  UsersRound,
  X,
} from "lucide-react";
import { Pill } from "@/components/ui/pill";
import type { Tone } from "@/components/ui/tone";
import type { CaseDto, SlaState } from "@/lib/cases/schema";
import { duration } from "@/lib/format/number";
import { words } from "@/lib/format/words";

type Look = { tone: Tone; Icon: LucideIcon };

const statusLooks: Record<CaseDto["status"], Look> = {
  open: { tone: "warn", Icon: CircleAlert },
  in_review: { tone: "info", Icon: Eye },
  escalated: { tone: "orange", Icon: TrendingUp },
  pending_second_review: { tone: "violet", Icon: UsersRound },
  approved: { tone: "good", Icon: Check },
  rejected: { tone: "bad", Icon: X },
};

export function CaseStatusPill({ status }: { status: CaseDto["status"] }) {
  const { tone, Icon } = statusLooks[status];
  return (
    <Pill tone={tone} icon={<Icon />}>
      {words(status)}
    </Pill>
  );
}

const slaLooks: Record<SlaState, Look & { word: string }> = {
  on_track: { tone: "good", Icon: Clock, word: "on track" },
  approaching: { tone: "warn", Icon: Clock, word: "SLA warning" },
  overdue: { tone: "bad", Icon: AlarmClock, word: "overdue" },
};

/** How long a case has been in review, and what that means. */
export function SlaPill({ reviewCase }: { reviewCase: Pick<CaseDto, "sla" | "ageMinutes"> }) {
  const { tone, Icon, word } = slaLooks[reviewCase.sla];
  const age = reviewCase.ageMinutes < 1 ? "under a minute" : duration(reviewCase.ageMinutes * 60_000);
  return (
    <Pill tone={tone} icon={<Icon />} title={`In review for ${age}: ${word}`}>
      {age}
      <span className="sr-only">, {word}</span>
    </Pill>
  );
}

/** Only what is out of the ordinary is said. */
export function PriorityPill({ priority }: { priority: CaseDto["priority"] }) {
  if (priority === "normal") return null;
  const Icon = priority === "low" ? ChevronDown : ChevronsUp;
  return (
    <Pill tone={priority === "urgent" ? "bad" : priority === "high" ? "orange" : "muted"} icon={<Icon />}>
      {priority} priority
    </Pill>
  );
}
