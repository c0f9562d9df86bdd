import {
  Camera,
  Check,
  CircleAlert,
  CircleDashed,
  CircleX,
  Eye,
  FlaskConical,
  Hourglass,
  Loader,
  TimerOff,
  X,
} from "lucide-react";
import { ForeignText } from "@/components/ui/foreign-text";
import { type Look, LookPill } from "@/components/ui/look-pill";
import type { ResultStatus, SessionStatus } from "@/lib/contract/vocabulary";
import { words } from "@/lib/format/words";
import type { SessionDto } from "@/lib/sessions/schema";

export const statusLooks: Record<SessionStatus, Look> = {
  pending: { tone: "neutral", Icon: CircleDashed },
  capturing: { tone: "neutral", Icon: Camera },
  processing: { tone: "info", Icon: Loader },
  awaiting_external: { tone: "violet", Icon: Hourglass },
  under_review: { tone: "warn", Icon: Eye },
  sandbox_pending: { tone: "violet", Icon: FlaskConical },
  completed: { tone: "good", Icon: Check },
  expired: { tone: "muted", Icon: TimerOff },
  failed: { tone: "bad", Icon: CircleX },
};

export const resultLooks: Record<ResultStatus, Look> = {
  approved: { tone: "good", Icon: Check },
  needs_review: { tone: "warn", Icon: CircleAlert },
  rejected: { tone: "bad", Icon: X },
};

export const none = <span className="text-ink-muted">—</span>;

export function StatusPill({ status }: { status: SessionStatus }) {
  return (
    <LookPill look={statusLooks[status]} pulse={status === "processing"}>
      {words(status)}
    </LookPill>
  );
}

export function ResultPill({ result }: { result: ResultStatus | null }) {
  if (!result) return none;
  return <LookPill look={resultLooks[result]}>{words(result)}</LookPill>;
}

/** A case's status, short enough for a list. */
export const caseWords = (status: NonNullable<SessionDto["caseStatus"]>) =>
  status === "pending_second_review" ? "second review" : words(status);

/** Shows the masked subject of a session, or says that it is erased. */
export function Subject({ session }: { session: Pick<SessionDto, "subject" | "retentionStatus"> }) {
  if (session.retentionStatus === "redacted") return <i className="text-ink-muted">redacted</i>;
  if (session.subject) return <ForeignText>{session.subject}</ForeignText>;
  if (session.retentionStatus === "sensitive_redacted") return <i className="text-ink-muted">hidden</i>;
  return none;
}
