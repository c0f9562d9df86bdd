import "server-only";
import { dayIn, dayOrNull, todayIn } from "@/lib/format/day";
import { keptRuleOf } from "@/lib/law/profile";
import { verdictOf } from "@/lib/law/retention";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { Prisma } from "@/lib/platform/generated/client";
import { type Scope, sameScope, scopeOf, scopeSql } from "@/lib/platform/scope";
import type { SessionFacts } from "@/lib/records/open";
import type { Settings } from "@/lib/settings/load";

/**
 * The condition that a request has restricted the processing of a session and nobody has lifted that. No day ends it:
 * the person is told first (GDPR Art. 18(3)).
 * @param alias of the session
 */
export const isRestrictedByRequest = (alias: "s" | "t"): Prisma.Sql =>
  Prisma.sql`EXISTS (SELECT 1 FROM request_matches r
  WHERE ${sameScope("r", alias)} AND r.session_pk = ${Prisma.raw(alias)}.pk AND r.act = 'restricted' AND r.lifted_at IS NULL)`;

/**
 * The condition that the last day on which a law keeps a session has not passed where its organization is; null where
 * that day is not known.
 * @param alias of the session
 */
export const isKeptToday = (alias: "s" | "t"): Prisma.Sql => {
  const of = Prisma.raw(alias);
  return Prisma.sql`${of}.restricted_until_on >= today_of(${of}.organization_pk)`;
};

/**
 * The condition that a law or a request still keeps a session from an erasure. A day that is not known has not passed.
 * @param alias of the session
 */
export const isKept = (alias: "s" | "t"): Prisma.Sql =>
  Prisma.sql`(${Prisma.raw(alias)}.is_restricted AND (coalesce(${isKeptToday(alias)}, true) OR ${isRestrictedByRequest(alias)}))`;

/** {@link isKept} and {@link isRestrictedByRequest} of session `s`, as columns. */
export const keptColumns = Prisma.sql`${isKept("s")} AS "isKept", ${isRestrictedByRequest("s")} AS "isAsked"`;

/** Which of the sessions a request has restricted without that having been lifted. */
export async function restrictedByRequest(
  tx: Transaction | typeof db,
  scope: Scope,
  sessionPks: readonly bigint[],
): Promise<Set<bigint>> {
  const rows = await tx.$queryRaw<{ pk: bigint }[]>`
    SELECT s.pk FROM sessions s WHERE ${scopeSql(scope, "s")} AND s.pk = ANY(${[...sessionPks]}::bigint[]) AND ${isRestrictedByRequest("s")}`;
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
  const day = (date: Date) => dayIn(settings.organization.timeZone, date);
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
    todayIn(settings.organization.timeZone),
  );
  const why = { rule: verdict === "keep" ? words : rule.name, source: rule.source };
  const [now] = await db.$queryRaw<Pick<Restricted, "isKept" | "isAsked">[]>`
    SELECT ${keptColumns} FROM sessions s WHERE ${scopeSql(session, "s")} AND s.pk = ${session.pk}`;
  if (now?.isKept) {
    const ended = dayOrNull(session.restrictedUntilOn);
    const asked = { rule: "its processing is restricted", source: "GDPR Art. 18" };
    return now.isAsked || !ended
      ? { ...asked, until: null, isRestricted: true }
      : { ...why, until: ended, isRestricted: true };
  }
  return verdict === "keep" ? { ...why, until, isRestricted: false } : null;
}

export type Restricted = {
  /** A law or a request keeps it today. */
  isKept: boolean;
  /** A request has restricted it, and nobody has lifted that. */
  isAsked: boolean;
  restrictedUntilOn: Date | null;
};

/** @throws AppError conflict when a law keeps the session and nobody has said why it goes all the same */
export function refuseRestricted(session: Restricted, reason: string | undefined): void {
  if (reason || !session.isKept) return;
  const until = dayOrNull(session.restrictedUntilOn);
  throw new AppError(
    "conflict",
    until && !session.isAsked
      ? `A law keeps this session until ${until}; it goes by itself then. Give a reason for erasing it.`
      : "The processing of this session is restricted. Give a reason for erasing it.",
    { fields: [{ field: "reason", message: "is required for a restricted session" }] },
  );
}
