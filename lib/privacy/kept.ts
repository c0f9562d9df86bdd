import "server-only";
import { dayIn } from "@/lib/format/day";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { KeptByLawDto } from "@/lib/privacy/schema";
import type { SessionFacts } from "@/lib/records/open";
import type { JurisdictionId } from "@/lib/requests/jurisdictions";
import { keptRuleOf } from "@/lib/requests/profile";
import { verdictOf } from "@/lib/requests/retention";
import type { Settings } from "@/lib/settings/current";

/** The law that keeps a session from an erasure today, by the organization's own law; null when none does. */
export async function keptByLaw(session: SessionFacts, settings: Settings): Promise<KeptByLawDto | null> {
  const day = (date: Date) => dayIn(settings.requestTimeZone, date);
  const identity = await db.identity.findFirst({
    where: { sessions: { some: { pk: session.pk } }, archivedAt: { not: null } },
    select: { archivedAt: true },
  });
  const rule = keptRuleOf(
    settings.requestJurisdiction as JurisdictionId,
    settings.requestProfiles,
    session.documentType,
  );
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
      endedOn: session.terminalAt && day(session.terminalAt),
    },
    rule,
    identity?.archivedAt ? day(identity.archivedAt) : null,
    day(new Date()),
  );
  const why = { rule: verdict === "keep" ? words : rule.name, source: rule.source };
  if (isRestricted(session)) {
    const ended = untilOf(session);
    const asked = { rule: "its processing is restricted", source: "GDPR Art. 18" };
    return { ...(ended ? why : asked), until: ended, isRestricted: true };
  }
  return verdict === "keep" ? { ...why, until, isRestricted: false } : null;
}

export type Restricted = { retentionStatus: string; restrictedAt: Date | null; restrictedUntil: Date | null };

const untilOf = ({ restrictedUntil }: Restricted) => restrictedUntil?.toISOString().slice(0, 10) ?? null;

/** Whether an erasure was asked for and a law has kept the session, until a day that has not passed. */
function isRestricted(session: Restricted): boolean {
  const until = untilOf(session);
  const today = new Date().toISOString().slice(0, 10);
  return session.retentionStatus !== "redacted" && session.restrictedAt !== null && !(until && until < today);
}

/** @throws AppError conflict when a law keeps the session and nobody has said why it goes all the same */
export function refuseRestricted(session: Restricted, reason: string | undefined): void {
  if (reason || !isRestricted(session)) return;
  const until = untilOf(session);
  throw new AppError(
    "conflict",
    until
      ? `A law keeps this session until ${until}; it goes by itself then. Say why it is erased all the same.`
      : "The processing of this session is restricted. Say why it is erased all the same.",
    { fields: [{ field: "reason", message: "is needed where the session is restricted" }] },
  );
}
