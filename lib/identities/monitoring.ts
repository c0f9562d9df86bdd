import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { documentExpiry } from "@/lib/documents/policy";
import { instant, instantOrNull } from "@/lib/format/instant";
import { listedSessionsOf, type OwnIdentity, ownIdentityOf } from "@/lib/identities/load";
import type { IdentityMonitoringDto } from "@/lib/identities/schema";
import { db } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import { sameScope, scopeSql } from "@/lib/platform/scope";
import { openListed } from "@/lib/records/open";
import { viewSettings } from "@/lib/settings/load";

/**
 * Returns what has changed since a person was verified, from what is stored: the last screening, hits that came after
 * a decision, and the expiry of the document. Restricted sessions are left out.
 * @throws AppError not_found
 */
export async function getMonitoring(
  actor: Actor,
  { identityId }: { identityId: string },
): Promise<IdentityMonitoringDto> {
  authorize(actor, "identities:read");
  authorize(actor, "results:read");
  const identity = await ownIdentityOf(actor, identityId);
  const [verified, lastScreening, lateHits] = await Promise.all([
    verifiedSession(actor, identity),
    lastScreeningOf(actor, identity),
    lateHitsOf(actor, identity),
  ]);
  return {
    verified: verified && { at: instant(verified.terminalAt ?? verified.updatedAt), sessionId: verified.id },
    lastScreening,
    lateHits,
    document: verified && actor.kind === "person" ? await expiryOf(actor, verified) : null,
  };
}

const verifiedSession = (actor: Actor, identity: OwnIdentity) =>
  db.session.findFirst({
    where: { ...listedSessionsOf(actor, identity), status: "completed", resultStatus: "approved" },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: {
      pk: true,
      id: true,
      dataKeyId: true,
      documentType: true,
      terminalAt: true,
      updatedAt: true,
      retentionStatus: true,
      isRestricted: true,
      result: { select: { sealed: true } },
    },
  });
type Verified = NonNullable<Awaited<ReturnType<typeof verifiedSession>>>;

async function lastScreeningOf(
  actor: Actor,
  identity: OwnIdentity,
): Promise<IdentityMonitoringDto["lastScreening"]> {
  const [last] = await db.$queryRaw<
    {
      at: Date;
      kind: string;
      source: string | null;
      sessionId: string;
      isMonitored: boolean;
      isMonitoredHere: boolean;
    }[]
  >`SELECT coalesce(k.last_checked_at, k.created_at) AS at, k.check_type AS kind, k.provider AS source,
      s.id AS "sessionId", bool_or(k.monitoring_enabled AND NOT k.is_run_here) OVER () AS "isMonitored",
      bool_or(k.monitoring_enabled AND k.is_run_here) OVER () AS "isMonitoredHere"
    FROM ${ownSessions(actor, identity)} s JOIN screening_checks k ON ${sameScope("k", "s")} AND k.session_pk = s.pk
    ORDER BY at DESC, k.pk DESC LIMIT 1`;
  return last ? { ...last, at: instant(last.at) } : null;
}

async function lateHitsOf(actor: Actor, identity: OwnIdentity): Promise<IdentityMonitoringDto["lateHits"]> {
  const [found] = await db.$queryRaw<
    { total: number; open: number; lastAt: Date | null; sessionId: string | null }[]
  >`SELECT count(*)::int AS total, (count(*) FILTER (WHERE NOT h.is_dismissed AND NOT h.is_confirmed))::int AS open,
      max(h.arrived_at) AS "lastAt", (array_agg(s.id ORDER BY h.arrived_at DESC, h.pk DESC))[1] AS "sessionId"
    FROM ${ownSessions(actor, identity)} s JOIN screening_checks k ON ${sameScope("k", "s")} AND k.session_pk = s.pk
    JOIN screening_hits h ON ${sameScope("h", "k")} AND h.check_pk = k.pk
    WHERE h.arrived_at IS NOT NULL AND h.is_listed`;
  return {
    total: found?.total ?? 0,
    open: found?.open ?? 0,
    lastAt: instantOrNull(found?.lastAt),
    sessionId: found?.sessionId ?? null,
  };
}

/** The identity's sessions that lists may show, as two index ranges. */
function ownSessions(actor: Actor, { pk, externalRef }: OwnIdentity): Prisma.Sql {
  const listed = Prisma.sql`SELECT o.organization_pk, o.environment, o.pk, o.id FROM sessions o
    WHERE ${scopeSql(inScope(actor), "o")} AND NOT o.is_restricted`;
  return Prisma.sql`(${listed} AND o.identity_pk = ${pk} UNION ${listed} AND o.external_ref = ${externalRef} AND o.identity_pk IS NULL)`;
}

/** The date stays sealed; only its state is told, as on the desk. */
async function expiryOf(actor: Actor, session: Verified): Promise<IdentityMonitoringDto["document"]> {
  const { shown } = (await openListed(actor, [session], await viewSettings(actor)))(session.id);
  const data = shown.open("result", session.id, session.result?.sealed ?? null)?.extractedData;
  const date = data?.document_expiration_date;
  const told = typeof date === "string" && date !== "" ? date : null;
  const now = documentExpiry(told, new Date());
  const then = documentExpiry(told, session.terminalAt ?? session.updatedAt);
  return {
    ...now,
    hasExpiredSince: now.state === "expired" && ["valid", "expires_soon"].includes(then.state),
  };
}
