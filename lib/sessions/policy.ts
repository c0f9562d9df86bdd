import type { Bundle } from "@/lib/contract/bundle";
import type { SessionStatus } from "@/lib/contract/vocabulary";

export const terminalStatuses: readonly SessionStatus[] = ["completed", "expired", "failed"];

/** Returns when a session entered its terminal status, as far as its bundle shows; null while it is active. */
export function terminalInstant({ session, result, review_case }: Bundle): string | null {
  if (!terminalStatuses.includes(session.status)) return null;
  return (
    review_case?.decided_at ??
    (session.status === "completed" ? result?.created_at : undefined) ??
    session.updated_at
  );
}

/** What the source of a session that was created here is called. Only such a session is captured here. */
export const createdSource = "created";

/**
 * Returns the status of a session now. One that is captured here has expired when its token has, before a job writes
 * it down.
 */
export const statusAt = (
  session: { status: SessionStatus; tokenExpiresAt: Date | null; source: string },
  now: Date,
): SessionStatus => {
  const { status, tokenExpiresAt, source } = session;
  const isCapturing = status === "pending" || status === "capturing";
  return isCapturing && source === createdSource && tokenExpiresAt && tokenExpiresAt <= now
    ? "expired"
    : status;
};

/**
 * Returns the status of a session as the integer that a Regula IDV Platform client expects: 0 not completed, 1 not
 * verified, 2 verified, 3 approved by a person, 4 pending, 1000 rejected by a person.
 */
export function containerStatus(session: {
  status: SessionStatus;
  resultStatus: "approved" | "rejected" | "needs_review" | null;
  decision: "approved" | "rejected" | null;
}): number {
  if (session.status === "under_review") return 4;
  if (session.decision && session.status === "completed") return session.decision === "approved" ? 3 : 1000;
  if (session.status !== "completed" || !session.resultStatus) return 0;
  if (session.resultStatus === "needs_review") return 4;
  return session.resultStatus === "approved" ? 2 : 1;
}
