import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { openCase } from "@/lib/cases/load";
import { showDocuments } from "@/lib/documents/read";
import type { DocumentDto } from "@/lib/documents/schema";
import { recordRead } from "@/lib/events/looks";
import { instant } from "@/lib/format/instant";
import type { LinkDto, LinkListDto } from "@/lib/links/schema";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { sameScope, scopeSql } from "@/lib/platform/scope";
import { type OpenSession, openListed, openSession } from "@/lib/records/open";
import { viewSubject } from "@/lib/records/view";
import { viewSettings } from "@/lib/settings/load";
import { soughtLike } from "@/lib/vault/blind-index";
import { isMetSql, soughtSql } from "@/lib/vault/meeting";
import { findableOfRows } from "@/lib/vault/reindex";

/** Stops collecting per kind at 1 000: shared IPs and addresses can link thousands of sessions. */
const mostPerKind = 1_000;
const mostShown = 50;

/**
 * Lists other sessions that share a document number, name and date of birth, e-mail, phone, device, address, face or
 * IP with the case's session. Blind indexes find them, so the search decrypts nothing. Sessions that share the most
 * come first.
 */
export async function listLinks(actor: Actor, input: { caseId: string }): Promise<LinkListDto> {
  authorize(actor, "cases:read");
  // A link says something about a person: API keys do not need it, and roles without personal data may not see it.
  authorize(actor, "pii:mask");
  const { session } = await openCase(actor, input.caseId, "read");
  const shared = await sharedWith(actor, session);
  const kinds = new Map<bigint, LinkDto["kinds"]>();
  for (const { kind, sessionPk } of shared) kinds.set(sessionPk, [...(kinds.get(sessionPk) ?? []), kind]);
  const strongest = [...kinds]
    .toSorted(([leftPk, left], [rightPk, right]) => weight(right) - weight(left) || Number(rightPk - leftPk))
    .slice(0, mostShown);
  const counts = new Map<LinkDto["kinds"][number], number>();
  for (const { kind } of shared) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  if (strongest.length > 0) await recordRead(actor, session, "links");
  return {
    data: await showLinks(actor, new Map(strongest)),
    totals: [...counts].map(([kind, count]) => ({ kind, count })),
  };
}

/**
 * Returns signed URLs of the images of a linked session, to compare them with those of the case. Recorded as a view,
 * with the case that it was for.
 * @throws AppError not_found for a session that shares nothing with the case, is restricted or is of another
 * environment; conflict when its images are erased or no longer shown
 */
export async function showLinkedDocuments(
  actor: Actor,
  { caseId, sessionId }: { caseId: string; sessionId: string },
): Promise<{ data: DocumentDto[] }> {
  authorize(actor, "documents:view");
  authorize(actor, "pii:mask");
  const { session } = await openCase(actor, caseId, "read");
  const other = await openSession(actor, sessionId, "read");
  const shared = await sharedWith(actor, session);
  if (!shared.some(({ sessionPk }) => sessionPk === other.pk))
    throw new AppError(
      "not_found",
      "This session is not linked to the case, or its processing is restricted.",
    );
  if (other.isExpired)
    throw new AppError(
      "conflict",
      other.retentionStatus === "redacted"
        ? "The images of the linked session were erased."
        : "The display period for the images of the linked session has ended.",
    );
  return showDocuments(actor, { sessionId, comparedFor: caseId });
}

type Shared = { kind: LinkDto["kinds"][number]; sessionPk: bigint };

async function sharedWith(actor: Actor, session: OpenSession): Promise<Shared[]> {
  if (session.cipher.isDestroyed) return [];
  const { organizationId } = actor.scope;
  const digests = await soughtLike(organizationId, await findableOfRows(db, session, session.cipher));
  if (digests.length === 0) return [];
  return db.$queryRaw<Shared[]>`
    SELECT DISTINCT sought.kind::text AS kind, other.session_pk AS "sessionPk" FROM ${soughtSql(digests)}, LATERAL (
      SELECT b.session_pk FROM blind_indexes b WHERE ${scopeSql(actor.scope, "b")}
        AND ${isMetSql} AND b.session_pk <> ${session.pk}
        AND NOT EXISTS (SELECT 1 FROM sessions s WHERE ${sameScope("s", "b")} AND s.pk = b.session_pk AND s.is_restricted)
      LIMIT ${mostPerKind}) other`;
}

/** Values that people rarely share weigh more than values that a household or an office shares. */
const weights: Record<LinkDto["kinds"][number], number> = {
  document_number: 8,
  face_reference: 8,
  name_and_birth_date: 6,
  email: 5,
  phone: 5,
  device: 4,
  address: 2,
  ip_address: 1,
};
const weight = (kinds: LinkDto["kinds"]) => kinds.reduce((sum, kind) => sum + weights[kind], 0);

async function showLinks(actor: Actor, linked: ReadonlyMap<bigint, LinkDto["kinds"]>): Promise<LinkDto[]> {
  const rows = await db.session.findMany({
    where: { ...inScope(actor), pk: { in: [...linked.keys()] } },
    include: {
      reviewCase: { select: { id: true, status: true } },
      result: { select: { sealed: true } },
    },
  });
  const opened = await openListed(actor, rows, await viewSettings(actor));
  const byPk = new Map(rows.map((row) => [row.pk, row]));
  return [...linked].flatMap(([pk, kinds]) => {
    const row = byPk.get(pk);
    if (!row) return [];
    const { shown, view } = opened(row.id);
    const data = shown.open("result", row.id, row.result?.sealed ?? null)?.extractedData;
    return {
      sessionId: row.id,
      kinds,
      createdAt: instant(row.createdAt),
      status: row.status,
      resultStatus: row.resultStatus,
      riskScore: row.riskScore,
      caseId: row.reviewCase?.id ?? null,
      caseStatus: row.reviewCase?.status ?? null,
      subject: viewSubject(view, data),
      externalRef: row.externalRef,
    };
  });
}
