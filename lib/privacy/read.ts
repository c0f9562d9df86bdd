import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { dayOrNull } from "@/lib/format/day";
import { instantOrNull } from "@/lib/format/instant";
import { db } from "@/lib/platform/db";
import { belowSession, scopeOf } from "@/lib/platform/scope";
import type { PrivacyDto } from "@/lib/privacy/schema";
import { isFinal } from "@/lib/records/holder";
import { openSession } from "@/lib/records/open";
import { keptByLaw } from "@/lib/records/retained";
import { retentionClock } from "@/lib/records/window";

const keeps = [
  "IDs, external reference, country and tags",
  "Status, outcome, reason code and scores",
  "Times, attempts and names of deciders",
  "The audit log",
];

/** Returns the retention clock of a session, and what a redaction would erase and keep. */
export async function getPrivacy(actor: Actor, input: { sessionId: string }): Promise<PrivacyDto> {
  authorize(actor, "sessions:read");
  const session = await openSession(actor, input.sessionId, "read");
  const { settings } = session;
  const where = { ...belowSession(session), sealed: { not: null } };
  const [results, images, notes, lookNotes, signals, hits, checks, deliveries, indexes, reviewCase] =
    await Promise.all([
      db.result.count({ where }),
      db.document.count({ where: { ...belowSession(session), blobKey: { not: null } } }),
      db.caseNote.count({ where }),
      db.secondLook.count({
        where: { ...scopeOf(session), case: belowSession(session), sealed: { not: null } },
      }),
      db.fraudSignal.count({ where }),
      db.screeningHit.count({
        where: { ...scopeOf(session), check: belowSession(session), sealed: { not: null } },
      }),
      db.check.count({ where }),
      db.webhookDelivery.count({ where }),
      db.blindIndex.count({ where: belowSession(session) }),
      db.reviewCase.findUnique({
        where: { ofSession: { ...inScope(actor), sessionPk: session.pk } },
        select: { id: true, status: true },
      }),
    ]);
  const clock = retentionClock(session, settings.retention);
  return {
    clock: {
      sessionId: session.id,
      retentionStatus: session.retentionStatus,
      terminalAt: instantOrNull(session.terminalAt),
      sensitiveDataUntil: instantOrNull(clock.sensitiveDataUntil),
      dataUntil: instantOrNull(clock.dataUntil),
      redactedAt: instantOrNull(session.redactedAt),
      restrictedAt: instantOrNull(session.restrictedAt),
      restrictedUntilOn: dayOrNull(session.restrictedUntilOn),
    },
    redaction: {
      sessionId: session.id,
      isRedacted: session.retentionStatus === "redacted",
      removes: [
        { what: "Extracted data and written result details", count: results },
        { what: "Document images", count: images },
        { what: "Contents of review notes", count: notes + lookNotes },
        { what: "Details of fraud signals", count: signals },
        { what: "Names and lists of screening hits", count: hits },
        { what: "Details of check attempts", count: checks },
        { what: "Errors of webhook deliveries", count: deliveries },
        { what: "Search indexes", count: indexes },
        { what: "Metadata, consent address, pre-filled data and device", count: session.dataKeyId ? 1 : 0 },
      ],
      keeps,
      keptByLaw: await keptByLaw(db, session, settings),
      openCaseId: reviewCase && !isFinal(reviewCase.status) ? reviewCase.id : null,
    },
  };
}
