import "server-only";
import { dayIn, dayOrNull, todayIn } from "@/lib/format/day";
import type { JurisdictionId } from "@/lib/law/jurisdictions";
import { keptRuleOf, savedProfiles } from "@/lib/law/profile";
import { type Verdict, verdictOf } from "@/lib/law/retention";
import type { db, Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { Prisma } from "@/lib/platform/generated/client";
import { type Scope, sameScope, scopeSql } from "@/lib/platform/scope";
import { holdsOn } from "@/lib/records/held";
import { keptColumns, type Restricted, restrictedByRequest } from "@/lib/records/kept";
import { undecidedAmong } from "@/lib/records/undecided";
import type { Settings } from "@/lib/settings/load";

/** The law whose retention decides, with the organization's changes to it. */
export type RetentionLaw = {
  jurisdiction: JurisdictionId;
  /** The saved changes, as `request_settings.profiles` has them. */
  profiles: unknown;
  /** Where days begin and end. */
  timeZone: string;
};

type Row = {
  pk: bigint;
  outcome: string | null;
  isRedacted: boolean;
  documentType: string | null;
  terminalAt: Date | null;
  archivedAt: Date | null;
};

type Options = {
  /** The end of the customer relationship, as a member said. Otherwise the day on which the identity was archived. */
  relationEndedOn?: string | null;
  /** `unsaid` judges as if no legal hold stood, `law` asks the retention duty alone. */
  of?: "all" | "unsaid" | "law";
};

/**
 * Judges for each session whether it may be erased today. The erasure desk, the nightly retention and redactions all
 * ask here, so that they do the same and say the same.
 * @returns the verdicts by internal key; a session that does not exist has none
 */
export async function judgeSessions(
  tx: Transaction | typeof db,
  scope: Scope,
  sessionPks: readonly bigint[],
  law: RetentionLaw,
  { relationEndedOn = null, of = "all" }: Options = {},
): Promise<Map<bigint, Verdict>> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT s.pk, s.result_status::text AS outcome, s.retention_status = 'redacted' AS "isRedacted",
      s.document_type AS "documentType", s.terminal_at AS "terminalAt", i.archived_at AS "archivedAt"
    FROM sessions s LEFT JOIN identities i ON ${sameScope("i", "s")} AND i.pk = s.identity_pk
    WHERE ${scopeSql(scope, "s")} AND s.pk = ANY(${[...sessionPks]}::bigint[])`;
  const holds = of === "all" ? await holdsOn(tx, scope, sessionPks) : new Map<bigint, string>();
  const undecided = of === "law" ? new Set() : await undecidedAmong(tx, scope, sessionPks);
  const restricted = of === "law" ? new Set() : await restrictedByRequest(tx, scope, sessionPks);
  const day = (date: Date | null) => date && dayIn(law.timeZone, date);
  const today = todayIn(law.timeZone);
  return new Map(
    rows.map(({ pk, outcome, isRedacted, documentType, terminalAt, archivedAt }) => [
      pk,
      verdictOf(
        {
          ...{ outcome, isRedacted },
          hold: holds.get(pk) ?? null,
          isUndecided: undecided.has(pk),
          isRestricted: restricted.has(pk),
          endedOn: day(terminalAt),
        },
        keptRuleOf(law.jurisdiction, law.profiles, documentType, today),
        relationEndedOn ?? day(archivedAt),
        today,
      ),
    ]),
  );
}

/**
 * The condition that a retention duty keeps a session today. It finds the sessions for which {@link judgeSessions} says
 * `keep` because of the duty; a test compares the two.
 * @param alias of the session
 */
export function isRetained(law: RetentionLaw, alias: "s" | "t" = "s"): Prisma.Sql {
  const today = todayIn(law.timeZone);
  const { years, retains } = keptRuleOf(law.jurisdiction, law.profiles, null, today);
  const of = Prisma.raw(alias);
  const own = savedProfiles(law.profiles)[law.jurisdiction]?.keptYearsByDocument ?? [];
  const cases = own.map((each) => Prisma.sql`WHEN ${each.documentType} THEN ${each.years}::int`);
  const term =
    cases.length > 0
      ? Prisma.sql`CASE ${of}.document_type ${Prisma.join(cases, " ")} ELSE ${years}::int END`
      : Prisma.sql`${years}::int`;
  const dayOf = (instant: Prisma.Sql) => Prisma.sql`(${instant} AT TIME ZONE ${law.timeZone})::date`;
  const related = Prisma.sql`(SELECT ${dayOf(Prisma.sql`i.archived_at`)} FROM identities i
    WHERE ${sameScope("i", alias)} AND i.pk = ${of}.identity_pk AND ${of}.result_status = 'approved')`;
  const from = Prisma.sql`greatest(${dayOf(Prisma.sql`${of}.terminal_at`)}, ${related})`;
  return Prisma.sql`(coalesce(${of}.result_status = ANY(${[...retains]}::"ResultStatus"[]), false) AND ${term} > 0
    AND coalesce((${from} + make_interval(years => ${term}))::date >= ${today}::date, true))`;
}

/** The law of an organization's settings. */
export const retentionLaw = ({
  requests,
  organization,
}: Pick<Settings, "requests" | "organization">): RetentionLaw => ({
  jurisdiction: requests.jurisdiction,
  profiles: requests.profiles,
  timeZone: organization.timeZone,
});

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
export async function keptByLaw(
  tx: Transaction | typeof db,
  session: Scope & { pk: bigint },
  settings: Pick<Settings, "requests" | "organization">,
): Promise<KeptByLaw | null> {
  const law = retentionLaw(settings);
  const verdict = (await judgeSessions(tx, session, [session.pk], law, { of: "law" })).get(session.pk);
  const [now] = await tx.$queryRaw<Restricted[]>`
    SELECT ${keptColumns}, restricted_until_on AS "restrictedUntilOn" FROM sessions s
    WHERE ${scopeSql(session, "s")} AND s.pk = ${session.pk}`;
  const duty = verdict?.verdict === "keep" ? { rule: verdict.rule, source: verdict.source } : null;
  if (!now?.isKept) return duty && { ...duty, until: verdict?.until ?? null, isRestricted: false };
  const asked = { rule: "its processing is restricted", source: "GDPR Art. 18" };
  const until = now.isAsked ? null : dayOrNull(now.restrictedUntilOn);
  return { ...((until && duty) || asked), until, isRestricted: true };
}

/**
 * Refuses a redaction for which nobody has given a reason, while a law keeps the session.
 * @throws AppError conflict
 */
export async function refuseRetained(
  tx: Transaction,
  session: Scope & { pk: bigint },
  settings: Pick<Settings, "requests" | "organization">,
): Promise<void> {
  const kept = await keptByLaw(tx, session, settings);
  if (!kept) return;
  throw new AppError(
    "conflict",
    `A law keeps this session${kept.until ? ` until ${kept.until}` : ""}. Give a reason for erasing it.`,
    { fields: [{ field: "reason", message: "is required for a session that a law keeps" }] },
  );
}
