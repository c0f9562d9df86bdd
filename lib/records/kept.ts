import "server-only";
import { dayIn } from "@/lib/format/day";
import { keptRuleOf } from "@/lib/law/profile";
import { verdictOf } from "@/lib/law/retention";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { Prisma } from "@/lib/platform/generated/client";
import { type Scope, sameScope, scopeOf, scopeSql } from "@/lib/platform/scope";
import type { SessionFacts } from "@/lib/records/open";
import type { Settings } from "@/lib/settings/load";

/**
 * The condition that a request has restricted the processing of session `s` and nobody has lifted that. No day ends
 * it: the person is told first (GDPR Art. 18(3)).
 */
export const isRestrictedByRequest = Prisma.sql`EXISTS (SELECT 1 FROM request_matches r
  WHERE ${sameScope("r", "s")} AND r.session_pk = s.pk AND r.act = 'restricted' AND r.lifted_at IS NULL)`;

/** Which of the sessions a request has restricted without that having been lifted. */
export async function restrictedByRequest(
  tx: Transaction | typeof db,
  scope: Scope,
  sessionPks: readonly bigint[],
): Promise<Set<bigint>> {
  const rows = await tx.$queryRaw<{ pk: bigint }[]>`
    SELECT s.pk FROM sessions s WHERE ${scopeSql(scope, "s")} AND s.pk = ANY(${[...sessionPks]}::bigint[]) AND ${isRestrictedByRequest}`;
  return new Set(rows.map(({ pk }) => pk));
}

/** The law that keeps a session from an erasure. */
export type KeptByLaw = {
  rule: string;
  source: string | null;
  /** The last day of it; null while it is not known. */
  until: string | null;
  /** Erasure was asked for, and this is why it waits. */
  isRestricted: boolean;
};

/** The law that keeps a session from an erasure today, by the organization's own law; null when none does. */
export async function keptByLaw(session: SessionFacts, settings: Settings): Promise<KeptByLaw | null> {
  const day = (date: Date) => dayIn(settings.requests.timeZone, date);
  const identity = await db.identity.findFirst({
    where: {
      ...scopeOf(session),
      sessions: { some: { ...scopeOf(session), pk: session.pk } },
      archivedAt: { not: null },
    },
    select: { archivedAt: true },
  });
  const rule = keptRuleOf(settings.requests.jurisdiction, settings.requests.profiles, session.documentType);
  const {
    verdict,
    until,
    rule: words,
  } = verdictOf(
    {
      outcome: session.resultStatus,
      isRedacted: session.retentionStatus === "redacted",
      hold: null,
      isUndecided: false,
      isRestricted: false,
      endedOn: session.terminalAt && day(session.terminalAt),
    },
    rule,
    identity?.archivedAt ? day(identity.archivedAt) : null,
    day(new Date()),
  );
  const why = { rule: verdict === "keep" ? words : rule.name, source: rule.source };
  const isAsked = (await restrictedByRequest(db, session, [session.pk])).size > 0;
  if (isRestricted({ ...session, isAsked })) {
    const ended = untilOf(session);
    const asked = { rule: "its processing is restricted", source: "GDPR Art. 18" };
    return isAsked || !ended
      ? { ...asked, until: null, isRestricted: true }
      : { ...why, until: ended, isRestricted: true };
  }
  return verdict === "keep" ? { ...why, until, isRestricted: false } : null;
}

export type Restricted = {
  retentionStatus: string;
  restrictedAt: Date | null;
  restrictedUntil: Date | null;
  /** A request has restricted it, and nobody has lifted that. */
  isAsked: boolean;
};

const untilOf = ({ restrictedUntil }: Pick<Restricted, "restrictedUntil">) =>
  restrictedUntil?.toISOString().slice(0, 10) ?? null;

/** Whether a request restricts the session, or a law has kept it from an erasure until a day that has not passed. */
function isRestricted(session: Restricted): boolean {
  if (session.retentionStatus === "redacted" || session.restrictedAt === null) return false;
  const until = untilOf(session);
  const today = new Date().toISOString().slice(0, 10);
  return session.isAsked || !(until && until < today);
}

/** @throws AppError conflict when a law keeps the session and nobody has said why it goes all the same */
export function refuseRestricted(session: Restricted, reason: string | undefined): void {
  if (reason || !isRestricted(session)) return;
  const until = untilOf(session);
  throw new AppError(
    "conflict",
    until && !session.isAsked
      ? `A law keeps this session until ${until}; it goes by itself then. Give a reason for erasing it.`
      : "The processing of this session is restricted. Give a reason for erasing it.",
    { fields: [{ field: "reason", message: "is required for a restricted session" }] },
  );
}
