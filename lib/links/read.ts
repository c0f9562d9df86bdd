import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { openCase } from "@/lib/cases/load";
import { showDocuments } from "@/lib/documents/read";
import type { DocumentDto } from "@/lib/documents/schema";
import { recordRead } from "@/lib/events/looks";
import { instant } from "@/lib/format/instant";
import { type Shared, sharedAmong, weight } from "@/lib/links/load";
import type { LinkDto, LinkListDto } from "@/lib/links/schema";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { type OpenSession, openListed, openSession } from "@/lib/records/open";
import { viewSubject } from "@/lib/records/view";
import { viewSettings } from "@/lib/settings/load";

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

/** What sessions share with the case's session. */
const sharedWith = (actor: Actor, session: OpenSession): Promise<Shared[]> =>
  session.cipher.isDestroyed ? Promise.resolve([]) : sharedAmong(actor, [session]);

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
