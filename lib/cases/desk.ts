import { keyOf } from "@/lib/platform/scope";
import "server-only";
import { type Actor, authorize, can } from "@/lib/actor/actor";
import { isBlindTo, showCase } from "@/lib/cases/dto";
import { type OpenCase, openCase } from "@/lib/cases/load";
import { recordOpening, shownFields } from "@/lib/cases/opening";
import { whyNotTake } from "@/lib/cases/policy";
import { noteRows, showNotes } from "@/lib/cases/read";
import { askedBefore } from "@/lib/cases/resubmit";
import { routingOf } from "@/lib/cases/routing";
import { type DeskDto, storedRejection } from "@/lib/cases/schema";
import { type CheckRow, checkRows, showChecks } from "@/lib/checks/read";
import { compareFields, maskRow } from "@/lib/comparison/compare";
import { documentExpiry } from "@/lib/documents/policy";
import { recordRead } from "@/lib/events/looks";
import { recordEvent } from "@/lib/events/record";
import { memberNames } from "@/lib/members/load";
import { readSources } from "@/lib/mrz/sources";
import { type Mrz, parseMrz } from "@/lib/mrz/zone";
import { networkOf, showOrigin } from "@/lib/origin/show";
import { db } from "@/lib/platform/db";
import { scopeOf } from "@/lib/platform/scope";
import { readStoredOrNull } from "@/lib/platform/stored-or-null";
import { isFinal } from "@/lib/records/holder";
import type { OpenSession } from "@/lib/records/open";
import { viewFreeText } from "@/lib/records/view";
import { screeningRows, showScreening } from "@/lib/screening/read";
import { sessionColumns, toSessionRow } from "@/lib/sessions/dto";
import { describeRow } from "@/lib/sessions/load";
import { explainSignal, showRisk, signalRows } from "@/lib/signals/read";
import type { Sealed } from "@/lib/vault/sealed";

export type DeskView = DeskDto;

/**
 * Returns everything that a reviewer weighs, in one answer; images have their own call. Values are clear to the
 * member who claimed the case and masked for everybody else. For a preloaded case the event is `case.fetched-ahead`;
 * it counts as opened when it is claimed.
 */
export async function getDesk(actor: Actor, input: { caseId: string }): Promise<DeskDto> {
  authorize(actor, "cases:read");
  // The answer contains the session too. A key that only decides needs no more than the case.
  authorize(actor, "sessions:read");
  const found = await openCase(actor, input.caseId, "read");
  const { desk } = await readDesk(actor, found);
  if (desk.isOpen) await recordOpening(actor, found, shownFields(desk.fields, desk.origin));
  else if (found.session.view.sight !== "hidden") await recordRead(actor, found.session, "desk");
  return desk;
}

/** Loads everything that a review weighs, in one statement. The sealed columns are still encrypted. */
function loadFile(session: OpenSession) {
  return db.session.findUniqueOrThrow({
    where: keyOf(session),
    relationLoadStrategy: "join",
    select: {
      ...sessionColumns,
      checks: checkRows,
      signals: signalRows,
      screening: screeningRows,
      notes: noteRows,
      documents: { orderBy: { pk: "asc" }, select: { docType: true, blobKey: true, capturedAt: true } },
      identity: { select: { id: true, status: true, isFlagged: true } },
    },
  });
}
type SessionFile = Awaited<ReturnType<typeof loadFile>>;

export type DeskReading = {
  desk: DeskView;
  documents: SessionFile["documents"];
  names: ReadonlyMap<string, string>;
};

/**
 * {@link getDesk} without its event. The snapshot of a decision stores it, with the documents for the digests of
 * their images.
 */
export async function readDesk(actor: Actor, found: OpenCase): Promise<DeskReading> {
  authorize(actor, "cases:read");
  const { session } = found;
  const [file, names] = await Promise.all([loadFile(session), memberNames(actor)]);
  const desk = await showDesk(actor, found, file, names);
  return { desk, documents: file.documents, names };
}

async function showDesk(
  actor: Actor,
  found: OpenCase,
  file: SessionFile,
  names: DeskReading["names"],
): Promise<DeskView> {
  const { session } = found;
  const [shown, proposed, resubmission] = await Promise.all([
    showCase(actor, found, { names, settings: session.settings }),
    proposedRejection(actor, found, names),
    askedBefore(found, names),
  ]);
  const personal = showPersonal(actor, session, file);
  const identity = file.identity?.status === "redacted" ? null : file.identity;
  const checks = can(actor, "results:read") ? showChecks(session, file.checks) : [];
  const risk = can(actor, "sessions:read") ? showRisk(session, file.signals) : null;
  const screening = can(actor, "results:read") ? showScreening(session, file.screening) : [];
  const notes = showNotes(actor, session, found, { notes: file.notes, names });
  const isOpen = session.view.sight === "clear";
  const refusal = whyNotTake(found, {
    id: actor.id,
    mayTakeEscalations: can(actor, "cases:take-escalations"),
  });
  return {
    reviewCase: shown,
    session: describeRow(session, toSessionRow(file)),
    origin: {
      ...showOrigin(actor, session, file),
      ...networkOf(risk?.signals ?? []),
      ...routingOf(found),
      identityId: identity?.id ?? null,
      isIdentityFlagged: identity?.isFlagged ?? false,
    },
    isOpen,
    isDualReview: session.settings.review.dualReview,
    approvalNeedsHits: session.settings.review.approvalNeedsHits,
    refusal: can(actor, "cases:decide") ? (refusal?.detail ?? null) : "Your role cannot decide cases.",
    fields: personal.fields.map((row) => (isOpen ? row : maskRow(row))),
    mrz: isOpen ? personal.mrz : personal.mrz && { ...personal.mrz, lines: [] },
    expiry: personal.expiry,
    unreadSources: personal.unreadSources,
    checks,
    riskScore: risk?.riskScore ?? null,
    riskLevel: risk?.riskLevel ?? null,
    recommendedAction: risk?.recommendedAction ?? null,
    signals: (risk?.signals ?? []).map((signal) => ({
      ...signal,
      explanation: explainSignal(signal.signalType, signal.details),
    })),
    screening,
    notes,
    resubmission,
    proposedRejection: proposed,
  };
}

type Personal = Pick<DeskView, "fields" | "mrz" | "expiry" | "unreadSources">;

function showPersonal(actor: Actor, session: OpenSession, file: SessionFile): Personal {
  const cipher = session.shown;
  if (actor.kind !== "person" || cipher.isDestroyed)
    return { fields: [], mrz: null, expiry: { state: "unknown", detail: null }, unreadSources: [] };
  const { result } = file;
  const ocr = file.checks
    .filter(({ policy }) => policy === "document_ocr")
    .reduce<CheckRow | null>((last, row) => (last && last.attempt > row.attempt ? last : row), null);
  const fields = cipher.open("session", session.id, file.sealed)?.fields ?? undefined;
  const held = cipher.open("result", session.id, result?.sealed ?? null);
  const details = ocr && cipher.open("check", `${ocr.policy}/${ocr.attempt}`, ocr.sealed)?.details;
  const { country, documentType } = session;
  return compare(held, fields, details, { country: result?.countryUsed ?? country, documentType });
}

function compare(
  held: Sealed["result"] | null,
  submitted: Record<string, unknown> | undefined,
  details: unknown,
  document: { country: string | null; documentType: string | null },
): Personal {
  const now = new Date();
  const data: Record<string, unknown> = held?.extractedData ?? {};
  const corrected = Object.fromEntries(
    Object.keys(held?.uncorrected ?? {}).map((field) => [field, data[field]]),
  );
  const { mrzLines, unread, ...sources } = readSources(details);
  const mrz = mrzLines ? parseMrz(mrzLines) : null;
  const extracted = { ...data, ...held?.uncorrected };
  const fields = compareFields(
    { extracted, corrected, submitted, mrz: mrz?.fields, ...sources, ...document },
    now,
  );
  const expires = fields.find(({ field }) => field === "document_expiration_date")?.shown ?? null;
  return {
    fields,
    mrz: mrzLines && zoneOf(mrz, mrzLines),
    expiry: documentExpiry(expires, now),
    unreadSources: unread,
  };
}

/** A machine-readable zone that could not be parsed has no format; its lines are shown all the same. */
const zoneOf = (mrz: Mrz | null, lines: string[]) =>
  mrz
    ? { format: mrz.format, isValid: mrz.isValid, checks: mrz.checks, lines }
    : { format: null, isValid: false, checks: [], lines };

/**
 * Records that a preloaded case, with its images, is now on the member's screen.
 * @throws AppError as `openCase`
 */
export async function recordShown(actor: Actor, caseId: string): Promise<void> {
  const found = await openCase(actor, caseId, "read");
  const { session } = found;
  const file = await loadFile(session);
  const origin = showOrigin(actor, session, file);
  await recordOpening(actor, found, shownFields(showPersonal(actor, session, file).fields, origin));
  if (session.isExpired || !can(actor, "documents:view")) return;
  const images = file.documents.filter(({ blobKey }) => blobKey !== null);
  if (images.length === 0) return;
  await recordEvent(db, actor, {
    type: "document.viewed",
    metadata: { docTypes: images.map(({ docType }) => docType), variant: "watermarked" },
    resource: { type: "session", id: session.id },
  });
}

/**
 * Returns the rejection that the first reviewer recommended, if the case is not decided yet. The second reviewer's
 * dialog starts from it.
 */
async function proposedRejection(
  actor: Actor,
  found: OpenCase,
  names: ReadonlyMap<string, string>,
): Promise<DeskDto["proposedRejection"]> {
  if (!found.firstDecision || isFinal(found.status)) return null;
  if (isBlindTo(actor, found, found.session.settings.review)) return null;
  const last = await db.decisionSnapshot.findFirst({
    where: { ...scopeOf(found), casePk: found.pk, isFinal: false, undoneAt: null, decision: "rejected" },
    orderBy: { pk: "desc" },
  });
  if (!last) return null;
  const held = found.session.shown.open("snapshot", last.id, last.sealed);
  const column = "decision_snapshots.sealed.rejection";
  const rejection = readStoredOrNull(storedRejection, held?.rejection ?? {}, column);
  return {
    by: names.get(last.decidedBy) ?? last.decidedBy,
    reasonCode: rejection?.reasonCode ?? null,
    reason: viewFreeText(found.session.view, held?.rejectionReason),
    addToBlocklist: rejection?.addToBlocklist ?? false,
    ...(rejection === null && { isUnreadable: true }),
  };
}
